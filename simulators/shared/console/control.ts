import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { CodedError } from '../errors'
import { decodePath, readBody, send } from '../http'
import type { Mount } from './mount'

/** Answers the control APIs: JSON in and out, for the simulators' own pages and for tests. */
export async function answerControl(
  mounts: readonly Mount[],
  request: IncomingMessage,
  response: ServerResponse,
) {
  try {
    sendJson(response, 200, await dispatch(mounts, request))
  } catch (error) {
    const problem = toProblem(error)
    if (!problem) throw error
    sendJson(response, problem.status, { error: { code: problem.code, message: problem.message } })
  }
}

async function dispatch(mounts: readonly Mount[], request: IncomingMessage): Promise<object> {
  const url = new URL(request.url ?? '/', 'http://simulator')
  const method = request.method ?? 'GET'
  const [, cloud, path = ''] = /^\/_control\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? []
  const mount = mounts.find((candidate) => candidate.path === cloud)
  const matches = (mount?.routes ?? []).flatMap((candidate) => {
    // A part of the path that may be left out is undefined, and stays so.
    const parameters = candidate.path
      .exec(path)
      ?.slice(1)
      .map((part) => (part === undefined ? part : decodePath(part)))
    return parameters ? [{ route: candidate, parameters }] : []
  })
  const match = matches.find((candidate) => candidate.route.method === method)
  if (!mount || matches.length === 0) {
    throw new CodedError(404, 'NOT_FOUND', `There is nothing at ${url.pathname}.`)
  }
  if (!match) throw new CodedError(405, 'METHOD_NOT_ALLOWED', `${method} is not for ${url.pathname}.`)
  const body = method === 'GET' ? Object.fromEntries(url.searchParams) : await jsonBody(request)
  mount.sweep()
  return match.route.answer(match.parameters, body)
}

/** Writing needs the JSON content type, which a form of a foreign web page can't send. */
async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim()
  if (type !== 'application/json') {
    throw new CodedError(415, 'CONTENT_TYPE', 'Send content-type: application/json.')
  }
  const body = await readBody(request)
  if (body === null) throw new CodedError(413, 'TOO_LARGE', 'The request is too large.')
  if (body.length === 0) return undefined
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new CodedError(400, 'INVALID_JSON', 'The request body is not valid JSON.')
  }
}

function toProblem(error: unknown): { status: number; code: string; message: string } | null {
  if (error instanceof CodedError) return error
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
