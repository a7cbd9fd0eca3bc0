import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, LatchkeyError } from '@/lib/domain/errors'
import { toProblem } from '@/lib/domain/problem'
import { log } from '../log'

const PROBLEM_TYPE = 'application/problem+json'

/** What Fastify itself finds wrong with a request, by its code. */
const FROM_FASTIFY: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
}

/** What Node finds wrong before there is a request. */
const FROM_NODE: Record<string, ErrorCode> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
}

const codes = new WeakMap<FastifyRequest, ErrorCode>()

/** The code that a request was refused with, if it was; for metrics. */
export const codeOf = (request: FastifyRequest): ErrorCode | undefined => codes.get(request)

/** Answers with problem details (RFC 9457); only our own errors say more than that something went wrong. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = error instanceof LatchkeyError ? error : fromFastify(error)
  if (known.code === 'internal') log.failure('request failed', error, { requestId: request.id })
  codes.set(request, known.code)
  if (known.retryAfterS !== undefined) reply.header('retry-after', known.retryAfterS)
  if (known.status === 401) reply.header('www-authenticate', 'Bearer realm="latchkey"')
  return reply
    .status(known.status)
    .type(PROBLEM_TYPE)
    .header('x-request-id', request.id)
    .send(toProblem(known, request.id))
}

function fromFastify(error: unknown): LatchkeyError {
  const { code = '', statusCode } = error as { code?: string; statusCode?: number }
  const known = FROM_FASTIFY[code]
  if (known) return new LatchkeyError(known)
  // What looks like an attack on prototypes is an error of the JSON parser's own.
  if (statusCode === 400) return new LatchkeyError(code ? 'malformed_request' : 'malformed_json')
  return new LatchkeyError('internal')
}

/** Answers a connection on which no request could be read, and closes it. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const known = new LatchkeyError(FROM_NODE[error.code ?? ''] ?? 'malformed_request')
  const body = JSON.stringify(toProblem(known, randomUUID()))
  socket.end(
    [
      `HTTP/1.1 ${known.status} ${STATUS_CODES[known.status]}`,
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}
