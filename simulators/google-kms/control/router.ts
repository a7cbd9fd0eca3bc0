import type { IncomingMessage, ServerResponse } from 'node:http'
import { status } from '@grpc/grpc-js'
import { z } from 'zod'
import { StatusError } from '../errors'
import { readBody, send } from '../http'
import type { World } from '../world'
import { ControlError } from './errors'
import { routes } from './routes'

/** Answers the control API: JSON in and out, for the simulator's own page and for tests. */
export async function answerControl(world: World, request: IncomingMessage, response: ServerResponse) {
  try {
    const answer = await dispatch(world, request)
    sendJson(response, 200, answer)
  } catch (error) {
    const problem = toProblem(error)
    if (!problem) throw error
    sendJson(response, problem.status, { error: { code: problem.code, message: problem.message } })
  }
}

async function dispatch(world: World, request: IncomingMessage): Promise<object> {
  const url = new URL(request.url ?? '/', 'http://simulator')
  const path = url.pathname.replace(/^\/_control\/google/, '')
  const method = request.method ?? 'GET'
  const matches = routes.flatMap((route) => {
    const parameters = route.path.exec(path)?.slice(1)
    return parameters ? [{ route, parameters }] : []
  })
  const match = matches.find(({ route }) => route.method === method)
  if (matches.length === 0)
    throw new ControlError(404, 'NOT_FOUND', `There is nothing at /_control/google${path}.`)
  if (!match)
    throw new ControlError(405, 'METHOD_NOT_ALLOWED', `${method} is not for /_control/google${path}.`)
  const body = method === 'GET' ? Object.fromEntries(url.searchParams) : await jsonBody(request)
  world.sweep()
  return match.route.answer(world, match.parameters, body)
}

/** Writing needs the JSON content type, which a form of a foreign web page can't send. */
async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim()
  if (type !== 'application/json') {
    throw new ControlError(415, 'CONTENT_TYPE', 'Send content-type: application/json.')
  }
  const body = await readBody(request)
  if (body === null) throw new ControlError(413, 'TOO_LARGE', 'The request is too large.')
  if (body.length === 0) return undefined
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new ControlError(400, 'INVALID_JSON', 'The request body is not valid JSON.')
  }
}

const HTTP_BY_STATUS = new Map([
  [status.INVALID_ARGUMENT, 400],
  [status.FAILED_PRECONDITION, 400],
  [status.PERMISSION_DENIED, 403],
  [status.NOT_FOUND, 404],
  [status.ALREADY_EXISTS, 409],
])

function toProblem(error: unknown): { status: number; code: string; message: string } | null {
  if (error instanceof ControlError) return error
  if (error instanceof StatusError) {
    const http = HTTP_BY_STATUS.get(error.code) ?? 500
    return { status: http, code: error.status, message: error.message }
  }
  if (error instanceof z.ZodError) {
    const [issue] = error.issues
    const where = issue?.path.join('.')
    const message = where ? `${where}: ${issue?.message}` : (issue?.message ?? 'The request is wrong.')
    return { status: 400, code: 'INVALID_REQUEST', message }
  }
  return null
}

const sendJson = (response: ServerResponse, status: number, body: object) =>
  send(response, status, 'application/json', JSON.stringify(body))
