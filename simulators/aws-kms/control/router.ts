import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { KmsError } from '../errors'
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
  const path = url.pathname.replace(/^\/_control/, '')
  const method = request.method ?? 'GET'
  const matches = routes.flatMap((route) => {
    const parameters = route.path.exec(path)?.slice(1)
    return parameters ? [{ route, parameters }] : []
  })
  const match = matches.find(({ route }) => route.method === method)
  if (matches.length === 0) throw new ControlError(404, 'NOT_FOUND', `There is nothing at /_control${path}.`)
  if (!match) throw new ControlError(405, 'METHOD_NOT_ALLOWED', `${method} is not for /_control${path}.`)
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

function toProblem(error: unknown): { status: number; code: string; message: string } | null {
  if (error instanceof ControlError || error instanceof KmsError) return error
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
