import { beforeAll, describe, expect, it } from 'vitest'
import { API_PATHS, MAX_PLAINTEXT_BYTES } from '@/lib/domain/api'
import { MAX_BATCH } from '@/lib/domain/encryption-core'
import { SERVICE_TOKEN, ServiceWorld } from '../../support/service-world'

const world = new ServiceWorld()

const context = (field = 'value') => ({
  organization: world.organization as string,
  dataClass: 'secrets_and_credentials',
  object: 'row-1',
  field,
})
const objectContext = () => ({ ...context(), field: undefined })
const textOf = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64url')

interface Sending {
  method?: string
  token?: string | null
  headers?: Record<string, string>
}

/** Sends a body, as JSON unless it is text, and reads the answer. */
async function send(path: string, body?: unknown, { method = 'POST', token, headers }: Sending = {}) {
  const response = await fetch(new URL(path, world.url), {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token ?? SERVICE_TOKEN}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined || typeof body === 'string' ? (body as string) : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : null }
}

const codeOf = async (...args: Parameters<typeof send>) => {
  const { status, json } = await send(...args)
  return [status, json.code]
}

describe('the API', () => {
  it('opens what it encrypted, one value at a time', async () => {
    const plaintext = textOf('correct horse')
    const { json, headers } = await send(API_PATHS.encrypt, { context: context(), plaintext })
    expect(json.ciphertext).toMatch(/^[\w-]{80,}$/)
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('cache-control')).toBe('no-store')
    const opened = await send(API_PATHS.decrypt, { context: context(), ciphertext: json.ciphertext })
    expect(opened.json).toEqual({ plaintext })
  })

  it('takes the same organization in capitals', async () => {
    const upper = { ...context(), organization: context().organization.toUpperCase() }
    const sealed = await send(API_PATHS.encrypt, { context: upper, plaintext: 'YQ' })
    const opened = await send(API_PATHS.decrypt, { context: context(), ...sealed.json })
    expect(opened.json).toEqual({ plaintext: 'YQ' })
  })

  it('answers a batch item by item, in order', async () => {
    const items = ['a', 'b'].map((field) => ({ context: context(field), plaintext: textOf(field) }))
    const sealed = await send(API_PATHS.encryptBatch, { items })
    const [a, b] = sealed.json.results.map((result: { ciphertext: string }) => result.ciphertext)
    const opened = await send(API_PATHS.decryptBatch, {
      items: [
        { context: context('a'), ciphertext: a },
        { context: context('a'), ciphertext: b },
        { context: context('b'), ciphertext: b },
      ],
    })
    expect(opened.json.results).toEqual([
      { plaintext: textOf('a') },
      { error: { code: 'does_not_open', message: expect.any(String), fix: expect.any(String) } },
      { plaintext: textOf('b') },
    ])
  })

  it('seals an object and opens it whole or by field', async () => {
    const fields = { name: textOf('Q3'), constructor: 'AAAA', toString: 'AQ' }
    const sealed = await send(API_PATHS.encryptObjects, { items: [{ context: objectContext(), fields }] })
    const item = { context: objectContext(), envelope: sealed.json.results[0].envelope }
    const opened = await send(API_PATHS.decryptObjects, {
      items: [item, { ...item, fields: ['name'] }, { ...item, fields: ['__proto__'] }],
    })
    expect(opened.json.results).toEqual([
      { fields },
      { fields: { name: fields.name } },
      { error: expect.objectContaining({ code: 'does_not_open' }) },
    ])
  })

  it('opens the largest value and the largest object that it encrypts, and takes none larger', async () => {
    const largest = textOf(new Uint8Array(MAX_PLAINTEXT_BYTES))
    const sealed = await send(API_PATHS.encrypt, { context: context(), plaintext: largest })
    const opened = await send(API_PATHS.decrypt, { context: context(), ...sealed.json })
    expect(opened.json.plaintext).toHaveLength(largest.length)
    expect(await codeOf(API_PATHS.encrypt, { context: context(), plaintext: `${largest}AA` })).toEqual([
      422,
      'invalid_input',
    ])
    const names = Array.from({ length: 100 }, (_, index) => `${index}`.padEnd(128, 'x'))
    const part = textOf(new Uint8Array(MAX_PLAINTEXT_BYTES / 128))
    const fields = Object.fromEntries(names.map((name) => [name, part]))
    const objects = await send(API_PATHS.encryptObjects, { items: [{ context: objectContext(), fields }] })
    const whole = await send(API_PATHS.decryptObjects, {
      items: [{ context: objectContext(), ...objects.json.results[0] }],
    })
    expect(Object.keys(whole.json.results[0].fields)).toHaveLength(100)
    const over = { a: largest, b: part }
    expect(
      await codeOf(API_PATHS.encryptObjects, { items: [{ context: objectContext(), fields: over }] }),
    ).toEqual([422, 'invalid_input'])
  })
})

it('describes itself to whoever asks', async () => {
  const { status, json } = await send('/openapi.json', undefined, { method: 'GET', token: null })
  expect([status, json.openapi]).toEqual([200, '3.1.1'])
})

describe('the text form of bytes', () => {
  it.each([
    ['standard base64', '+/+/'],
    ['padding', 'YQ=='],
    ['white space', 'YW Jj'],
    ['a stray letter', 'YWJjY'],
    ['a spelling that another one shares', 'YR'],
    ['a spelling of two bytes that another one shares', 'YWL'],
    ['no text', 7],
  ])('is base64url without padding, not %s', async (_what, plaintext) => {
    expect(await codeOf(API_PATHS.encrypt, { context: context(), plaintext })).toEqual([422, 'invalid_input'])
  })

  it('may be empty', async () => {
    const sealed = await send(API_PATHS.encrypt, { context: context(), plaintext: '' })
    expect((await send(API_PATHS.decrypt, { context: context(), ...sealed.json })).json).toEqual({
      plaintext: '',
    })
  })

  it.each([
    ['half of a surrogate pair in a name', { object: '\ud800' }],
    ['half of a surrogate pair in what it is bound to', { bind: ['\udfff'] }],
    ['an unknown class', { dataClass: 'anything' }],
    ['an id that is none', { organization: 'northwind' }],
    ['a value that nobody asked for', { more: 1 }],
  ])('comes with a context, which refuses %s', async (_what, wrong) => {
    const body = { context: { ...context(), ...wrong }, plaintext: 'YQ' }
    expect(await codeOf(API_PATHS.encrypt, body)).toEqual([422, 'invalid_input'])
  })

  it('of a field comes with a name of at most 128 bytes', async () => {
    const withName = (name: string) => ({ items: [{ context: objectContext(), fields: { [name]: 'YQ' } }] })
    expect((await send(API_PATHS.encryptObjects, withName('ü'.repeat(64)))).status).toBe(200)
    for (const name of ['ü'.repeat(65), '', '\ud800']) {
      expect(await codeOf(API_PATHS.encryptObjects, withName(name))).toEqual([422, 'invalid_input'])
    }
  })
})

describe('what is wrong with a request has a code of its own', () => {
  it.each([
    ['no such address', 404, 'not_found', () => send('/v1/encrypt-everything', {})],
    ['another method', 405, 'method_not_allowed', () => send('/v1/encrypt', undefined, { method: 'GET' })],
    ['another method there', 405, 'method_not_allowed', () => send('/healthz', {}, { token: null })],
    ['no token', 401, 'not_signed_in', () => send('/v1/encrypt', {}, { token: null })],
    ['broken JSON', 400, 'malformed_json', () => send('/v1/encrypt', '{"context":')],
    ['no body', 400, 'malformed_json', () => send('/v1/encrypt', '')],
    ['a type that is not JSON', 415, 'unsupported_media_type', () => sendAs('text/plain')],
    ['a form', 415, 'unsupported_media_type', () => sendAs('application/x-www-form-urlencoded')],
    ['compression', 415, 'unsupported_media_type', () => send('/v1/encrypt', '{}', gzip)],
    ['a body of over 2 MiB', 413, 'too_large', () => send('/v1/encrypt', ' '.repeat((2 << 20) + 1))],
    ['an address that is none', 400, 'malformed_request', () => send('/v1/%zz', {})],
    ['JSON that is no object', 422, 'invalid_input', () => send('/v1/encrypt', '[]')],
  ])('%s: %i %s', async (_what, status, code, sending) => {
    const answer = await sending()
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(answer.json).toMatchObject({ type: `urn:latchkey:problem:${code}`, status, code })
    for (const said of ['title', 'detail', 'fix'] as const) expect(answer.json[said]).toMatch(/\.$|…$|\w$/)
    expect(answer.json.requestId).toBe(answer.headers.get('x-request-id'))
  })

  const gzip = { headers: { 'content-encoding': 'gzip' } }
  const sendAs = (type: string) => send('/v1/encrypt', '{}', { headers: { 'content-type': type } })

  it('and says which methods there are, and how to sign in', async () => {
    const { headers } = await send('/v1/encrypt', undefined, { method: 'DELETE' })
    expect(headers.get('allow')).toBe('POST')
    expect((await send('/v1/encrypt', {}, { token: null })).headers.get('www-authenticate')).toContain(
      'Bearer',
    )
  })
})

describe('JSON that means harm', () => {
  it.each(['{"__proto__":{"a":1}}', '{"context":{"__proto__":{"organization":"x"}},"plaintext":"YQ"}'])(
    'reaches no prototype: %s',
    async (body) => {
      expect(await codeOf('/v1/encrypt', body)).toEqual([400, 'malformed_json'])
      expect(({} as Record<string, unknown>).organization).toBeUndefined()
    },
  )

  it('is judged by the same one of two equal keys that is then used', async () => {
    const own = JSON.stringify(context())
    const foreign = JSON.stringify({ ...context(), dataClass: 'other_exports' })
    const twice = (first: string, last: string) => `{"context":${first},"context":${last},"plaintext":"YQ"}`
    expect(await codeOf('/v1/encrypt', twice(own, foreign))).toEqual([403, 'forbidden'])
    const taken = await send('/v1/encrypt', twice(foreign, own))
    expect((await send('/v1/decrypt', { context: context(), ...taken.json })).json).toEqual({
      plaintext: 'YQ',
    })
  })
})

describe('a flood', () => {
  const refused = async (path: string, body: string, because: RegExp) => {
    const answer = await send(path, body)
    expect([answer.status, answer.json.code]).toEqual([422, 'invalid_input'])
    expect(answer.json.detail).toMatch(because)
    expect(answer.text.length).toBeLessThan(1_000)
  }
  const COUNTED = /at most [\d,]+ entries$/
  const filled = (piece: string, bytes = 7 << 20) => Array(Math.floor(bytes / (piece.length + 1))).fill(piece)

  beforeAll(async () => {
    await send(API_PATHS.encrypt, { context: context(), plaintext: 'YQ' })
  })

  it(`of over ${MAX_BATCH} items is refused before one of them is looked at`, async () => {
    const item = JSON.stringify({ context: context(), plaintext: 'YQ' })
    await refused(API_PATHS.encryptBatch, `{"items":[${Array(10_000).fill(item)}]}`, COUNTED)
    await refused(API_PATHS.encryptBatch, `{"items":[${filled('0')}]}`, COUNTED)
  })

  it('of fields, names or bound values is counted, too; unknown names are not said back', async () => {
    const one = JSON.stringify(objectContext())
    const keys = Array.from({ length: 500_000 }, (_, index) => `"${index}":0`).join(',')
    const sealing = (rest: string, of = one) => `{"items":[{"context":${of},${rest}}]}`
    await refused(API_PATHS.encryptObjects, sealing(`"fields":{${keys}}`), COUNTED)
    await refused(
      API_PATHS.encryptObjects,
      sealing(`"fields":{},${keys}`),
      /there is a field that is not known$/,
    )
    const bound = one.replace('}', `,"bind":[${filled('0')}]}`)
    await refused(API_PATHS.encryptObjects, sealing('"fields":{}', bound), COUNTED)
    await refused(API_PATHS.decryptObjects, sealing(`"envelope":"","fields":[${filled('0')}]`), COUNTED)
  })

  it('of brackets within brackets is only read', async () => {
    const depth = 3_000_000
    await refused(API_PATHS.encryptBatch, `{"items":${'['.repeat(depth)}${']'.repeat(depth)}}`, /items\.0/)
    expect(await codeOf(API_PATHS.encryptBatch, '['.repeat(depth))).toEqual([400, 'malformed_json'])
  })

  it('of long names is not repeated in the answer', async () => {
    await refused(API_PATHS.encryptBatch, `{"items":[],"${'x'.repeat(1 << 20)}":1}`, /^Not a valid request/)
  })

  it('leaves the API serving', async () => {
    expect((await send(API_PATHS.encrypt, { context: context(), plaintext: 'YQ' })).status).toBe(200)
  })
})
