import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ClientOptions, call } from '@/lib/client/call'
import { LatchkeyError } from '@/lib/domain/errors'
import { toProblem } from '@/lib/domain/problem'

type Answer = (response: ServerResponse, request: IncomingMessage) => void

let server: Server
let url = ''
let asked = 0
let answers: Answer[] = []

beforeEach(async () => {
  asked = 0
  server = createServer((request, response) => {
    const answer = answers[Math.min(asked, answers.length - 1)]
    asked += 1
    answer?.(response, request)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const ok: Answer = (response) => response.end('{"done":true}')
const hangUp: Answer = (response) => response.socket?.destroy()
const silence: Answer = () => undefined
const refusal =
  (error: LatchkeyError, retryAfterS?: string): Answer =>
  (response) => {
    if (retryAfterS) response.setHeader('retry-after', retryAfterS)
    response.writeHead(error.status).end(JSON.stringify(toProblem(error, 'request-1')))
  }

const ask = (options: Partial<ClientOptions> = {}, how = { safe: true }) =>
  call({ url, token: 't', ...options }, '/', {}, z.object({ done: z.boolean() }), how)

async function errorOf(work: Promise<unknown>): Promise<LatchkeyError> {
  const error = await work.catch((thrown: unknown) => thrown)
  if (error instanceof LatchkeyError) return error
  throw new Error(`no LatchkeyError: ${error}`)
}

describe('a call', () => {
  it('is tried again when the connection breaks or the service says to, and it is safe', async () => {
    answers = [hangUp, refusal(new LatchkeyError('service_unavailable'), '0'), ok]
    expect(await ask()).toEqual({ done: true })
    expect(asked).toBe(3)
  })

  it('is tried three times at most', async () => {
    answers = [hangUp]
    expect((await errorOf(ask())).code).toBe('service_unavailable')
    expect(asked).toBe(3)
    expect((await errorOf(ask({ retries: 0 }))).code).toBe('service_unavailable')
    expect(asked).toBe(4)
  })

  it('is not tried again when asking twice would do something twice', async () => {
    answers = [hangUp, ok]
    expect((await errorOf(ask({}, { safe: false }))).code).toBe('service_unavailable')
    expect(asked).toBe(1)
  })

  it('is not tried again when waiting changes nothing, or takes longer than there is time', async () => {
    for (const [error, after] of [
      [new LatchkeyError('key_denied'), undefined],
      [new LatchkeyError('forbidden'), undefined],
      [new LatchkeyError('key_unreachable'), '30'],
    ] as const) {
      answers = [refusal(error, after)]
      asked = 0
      expect((await errorOf(ask())).code).toBe(error.code)
      expect(asked).toBe(1)
    }
  })

  it('ends within its time limit, however often it was tried', async () => {
    answers = [hangUp, silence]
    const error = await errorOf(ask({ timeoutMs: 400 }))
    expect(error.code).toBe('service_unavailable')
    expect(asked).toBe(2)
  })
})

describe('an error of a call', () => {
  it('carries what the service said: code, words, fields, request id and when to ask again', async () => {
    const fields = { name: 'Taken.' }
    answers = [
      refusal(new LatchkeyError('key_unreachable', { message: 'Away.', fix: 'Wait.', fields }), '17'),
    ]
    expect(await errorOf(ask())).toMatchObject({
      code: 'key_unreachable',
      message: 'Away.',
      fix: 'Wait.',
      fields,
      requestId: 'request-1',
      retryAfterS: 17,
    })
  })

  it('of a newer service, with a code that is not known here, is internal', async () => {
    for (const code of ['of_tomorrow', 'toString', '__proto__']) {
      const problem = { ...toProblem(new LatchkeyError('forbidden'), 'r'), code }
      answers = [(response) => response.writeHead(403).end(JSON.stringify(problem))]
      expect((await errorOf(ask())).code).toBe('internal')
    }
  })

  it('that something in between made up is service_unavailable', async () => {
    answers = [
      (response) =>
        response.writeHead(502, { 'x-request-id': 'of-the-proxy' }).end('<html>Bad gateway</html>'),
    ]
    expect(await errorOf(ask({ retries: 0 }))).toMatchObject({
      code: 'service_unavailable',
      requestId: 'of-the-proxy',
    })
    answers = [(response) => response.end('{"done":"perhaps"}')]
    expect((await errorOf(ask({ retries: 0 }))).code).toBe('service_unavailable')
  })

  it('never follows to another address with its token', async () => {
    answers = [(response) => response.writeHead(307, { location: `${url}/elsewhere` }).end(), ok]
    expect((await errorOf(ask({ retries: 0 }))).code).toBe('service_unavailable')
    expect(asked).toBe(1)
  })
})
