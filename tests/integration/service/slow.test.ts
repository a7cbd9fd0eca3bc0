import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readiness } from '@/encryption-service/http/readiness'
import { buildServer } from '@/encryption-service/http/server'
import type { EncryptionCore } from '@/lib/domain/encryption-core'
import { openStore } from '@/lib/store/open'
import { sendRaw } from '../../support/raw-http'
import { SERVICE_TOKEN, ServiceWorld } from '../../support/service-world'

const world = new ServiceWorld({ withService: false })
/** Whoever asks this core for something gets no answer. */
const silent = () => new Promise<never>(() => undefined)
const core: EncryptionCore = {
  encrypt: silent,
  decrypt: silent,
  encryptObjects: silent,
  decryptObjects: silent,
}

let app: ReturnType<typeof buildServer>
let url = ''

beforeAll(async () => {
  app = buildServer({
    store: world.store,
    core,
    demoPeople: null,
    ready: async () => ({ database: true, lease: false, platformRoot: true }),
    limits: { headersMs: 300, requestMs: 600, answerMs: 300 },
  })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => app?.close())

const HEAD = `POST /v1/encrypt HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${SERVICE_TOKEN}\r\ncontent-type: application/json\r\n`
/** Of an answer that came over the wire. */
const codeIn = (body: string) => JSON.parse(body).code

/** Pieces without end: the server has to make one. */
function* dribble(head: string, piece: string): Generator<string> {
  yield head
  for (;;) yield piece
}

describe('a connection', () => {
  it('that sends its body drop by drop is ended, with a reason', async () => {
    const answer = await sendRaw(url, dribble(`${HEAD}content-length: 1000000\r\n\r\n{`, ' '), 50)
    expect([answer.status, codeIn(answer.body)]).toEqual([408, 'request_timeout'])
  })

  it('that sends its headers drop by drop is ended, with a reason', async () => {
    const answer = await sendRaw(url, dribble('POST /v1/encrypt HTTP/1.1\r\nx: ', 'x'), 50)
    expect([answer.status, codeIn(answer.body)]).toEqual([408, 'request_timeout'])
  })

  it('that announces more than is taken is refused before it sends any', async () => {
    const answer = await sendRaw(url, [`${HEAD}content-length: 99999999\r\nconnection: close\r\n\r\n`])
    expect([answer.status, codeIn(answer.body)]).toEqual([413, 'too_large'])
  })

  it('that sends more than is taken, in chunks of a length it never names, is refused', async () => {
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
    const answer = await sendRaw(url, dribble(`${HEAD}transfer-encoding: chunked\r\n\r\n`, chunk))
    expect([answer.status, codeIn(answer.body)]).toEqual([413, 'too_large'])
  })

  it('that speaks no HTTP is told so, and so is one with too many headers', async () => {
    const nonsense = await sendRaw(url, ['EHLO example.com\r\n\r\n'])
    expect([nonsense.status, codeIn(nonsense.body)]).toEqual([400, 'malformed_request'])
    const headers = await sendRaw(url, [`${HEAD}x: ${'x'.repeat(20_000)}\r\n\r\n`])
    expect([headers.status, codeIn(headers.body)]).toEqual([431, 'headers_too_large'])
  })
})

describe('an answer', () => {
  it('that takes too long is given up, and says when to ask again', async () => {
    const plaintext = 'YQ'
    const context = { organization: world.organization, dataClass: 'api_exports', object: 'o', field: 'f' }
    const response = await fetch(new URL('/v1/encrypt', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${SERVICE_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ context, plaintext }),
    })
    expect([response.status, (await response.json()).code]).toEqual([503, 'service_unavailable'])
    expect(response.headers.get('retry-after')).toBe('2')
  })

  it('of a process that is not ready names what it lacks', async () => {
    const response = await fetch(new URL('/readyz', url))
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({
      status: 'not ready',
      checks: { database: true, lease: false, platformRoot: true },
    })
  })
})

describe('without its database', () => {
  it('the API says that it is away, not that something went wrong', async () => {
    const nowhere = openStore('postgresql://nobody@127.0.0.1:1/none', 1)
    const ready = () => readiness(nowhere.platform, true)
    const cut = buildServer({ store: nowhere, core, demoPeople: null, ready })
    const headers = { authorization: `Bearer ${SERVICE_TOKEN}`, 'content-type': 'application/json' }
    const refused = await cut.inject({ method: 'POST', url: '/v1/encrypt', headers, payload: '{}' })
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'service_unavailable'])
    const asked = await cut.inject('/readyz')
    expect([asked.statusCode, asked.json().checks]).toEqual([
      503,
      { database: false, lease: true, platformRoot: false },
    ])
    await Promise.all([cut.close(), nowhere.close()])
  })
})
