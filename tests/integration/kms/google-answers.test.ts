import { createServer as createHttp2Server } from 'node:http2'
import { createServer, type Socket } from 'node:net'
import { status } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { RootKeys } from '@/lib/kms'
import { crc32c } from '@/simulators/google-kms/cryptography'
import { type Detail, StatusError } from '@/simulators/google-kms/errors'
import { NAME, StandIn } from './google-stand-in'
import { contextOf, failureOf, GoogleWorld } from './google-world'

const world = new GoogleWorld()
const standIn = new StandIn(world)
const blob = (length: number) => ({ wrapped: new Uint8Array(length), keyMaterialId: null })

const failing = (code: status, ...details: Detail[]) => new StatusError(code, 'SECRET detail', details)
const reason = (text: string): Detail => ({
  type: 'ErrorInfo',
  reason: text,
  domain: 'googleapis.com',
  metadata: {},
})
const violation = (type: string): Detail => ({
  type: 'PreconditionFailure',
  violations: [{ type, subject: NAME, description: 'SECRET' }],
})
const plaintext = (bytes: Uint8Array) => ({ plaintext: bytes, plaintextCrc32c: { value: crc32c(bytes) } })

describe('answers that are not those of a healthy KMS', () => {
  const cases: [string, KmsOutcome, string, () => object][] = [
    ['an empty answer', 'UNKNOWN', 'IncompleteResponse', () => ({})],
    ['a share without a checksum', 'UNKNOWN', 'IncompleteResponse', () => ({ plaintext: randomKey() })],
    ['a share that is too short', 'INTEGRITY', 'PlaintextLength', () => plaintext(new Uint8Array(31))],
    ['a share that is too long', 'INTEGRITY', 'PlaintextLength', () => plaintext(new Uint8Array(33))],
    ['an empty share', 'INTEGRITY', 'PlaintextLength', () => plaintext(new Uint8Array())],
    ['50 MB', 'UNKNOWN', 'ResponseTooLarge', () => plaintext(Buffer.alloc(50 * 2 ** 20))],
    ['a cancelled call', 'UNREACHABLE', 'CANCELLED', () => failing(status.CANCELLED)],
    ['an unknown status', 'UNKNOWN', 'UNKNOWN', () => failing(status.UNKNOWN)],
    ['a torn ciphertext', 'INTEGRITY', 'INVALID_ARGUMENT', () => failing(status.INVALID_ARGUMENT)],
    ['a deadline of theirs', 'UNREACHABLE', 'DEADLINE_EXCEEDED', () => failing(status.DEADLINE_EXCEEDED)],
    ['a key that is not there', 'GONE', 'NOT_FOUND', () => failing(status.NOT_FOUND)],
    ['no leave', 'DENIED', 'PERMISSION_DENIED', () => failing(status.PERMISSION_DENIED)],
    ['a quota', 'THROTTLED', 'RESOURCE_EXHAUSTED', () => failing(status.RESOURCE_EXHAUSTED)],
    ['a state that is not named', 'DENIED', 'FAILED_PRECONDITION', () => failing(status.FAILED_PRECONDITION)],
    [
      'a state that nobody knows',
      'DENIED',
      'FAILED_PRECONDITION',
      () => failing(status.FAILED_PRECONDITION, violation('KEY_SOMETHING_NEW')),
    ],
    [
      'a disabled version that cannot be looked at',
      'DISABLED',
      'KEY_DISABLED',
      () => failing(status.FAILED_PRECONDITION, violation('KEY_DISABLED')),
    ],
    ['an aborted call', 'UNREACHABLE', 'ABORTED', () => failing(status.ABORTED)],
    ['a method that is not there', 'UNKNOWN', 'UNIMPLEMENTED', () => failing(status.UNIMPLEMENTED)],
    ['an outage behind KMS', 'UNREACHABLE', 'INTERNAL', () => failing(status.INTERNAL)],
    ['an outage', 'UNREACHABLE', 'UNAVAILABLE', () => failing(status.UNAVAILABLE)],
    ['lost data', 'UNKNOWN', 'DATA_LOSS', () => failing(status.DATA_LOSS)],
    ['a token that is not taken', 'OURS', 'UNAUTHENTICATED', () => failing(status.UNAUTHENTICATED)],
    [
      'a token that is too narrow',
      'OURS',
      'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
      () => failing(status.PERMISSION_DENIED, reason('ACCESS_TOKEN_SCOPE_INSUFFICIENT')),
    ],
    [
      'the API switched off',
      'CONSENT_MISSING',
      'SERVICE_DISABLED',
      () => failing(status.PERMISSION_DENIED, reason('SERVICE_DISABLED')),
    ],
    [
      'the perimeter of an organization',
      'DENIED',
      'SECURITY_POLICY_VIOLATED',
      () => failing(status.PERMISSION_DENIED, reason('SECURITY_POLICY_VIOLATED')),
    ],
    [
      'a reason that is no name',
      'DENIED',
      'PERMISSION_DENIED',
      () => failing(status.PERMISSION_DENIED, reason('<script>alert(1)</script>')),
    ],
  ]
  it.each(cases)('%s: %s', async (_, outcome, errorName, answer) => {
    const refusing = () => failing(status.PERMISSION_DENIED)
    const { rootKey } = await standIn.answering({ Decrypt: answer, GetCryptoKeyVersion: refusing })
    const error = await failureOf(rootKey.unwrap({ ...blob(64), keyMaterialId: '1' }, contextOf()))
    expect(error).toMatchObject({ outcome, errorName })
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('SECRET')
    expect(error.cause).toBeUndefined()
  })

  it('a state never turns a refusal into something that is borne with', async () => {
    for (const look of [
      () => failing(status.UNAVAILABLE),
      () => failing(status.UNAUTHENTICATED),
      () => failing(status.RESOURCE_EXHAUSTED),
      () => ({ name: `${NAME}/cryptoKeyVersions/1`, state: 'ENABLED' }),
      () => ({ name: `${NAME}/cryptoKeyVersions/1`, state: 'CRYPTO_KEY_VERSION_STATE_UNSPECIFIED' }),
      () => new Promise<object>(() => null),
    ]) {
      const Decrypt = () => failing(status.PERMISSION_DENIED)
      const { rootKey } = await standIn.answering(
        { Decrypt, GetCryptoKeyVersion: look },
        { totalTimeoutMs: 1_500 },
      )
      const error = await failureOf(rootKey.unwrap({ ...blob(64), keyMaterialId: '1' }, contextOf()))
      expect(error).toMatchObject({ outcome: 'DENIED', retryable: false })
    }
  })

  it('a refused wrap is not said to open only because of what the look could not find out', async () => {
    const Encrypt = () => failing(status.FAILED_PRECONDITION, violation('KEY_DISABLED'))
    const refusing = () => failing(status.PERMISSION_DENIED)
    const { rootKey } = await standIn.answering({
      Encrypt,
      GetCryptoKey: refusing,
      ListCryptoKeyVersions: refusing,
    })
    expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('DISABLED')
  })
})

describe('something in between that is not Google', () => {
  /** A server on a bare socket. */
  const bare = (answer: (socket: Socket) => void) =>
    standIn.listening(
      createServer((socket) => {
        socket.on('error', () => socket.destroy())
        answer(socket)
      }),
    )

  const statuses: [number, KmsOutcome][] = [
    [401, 'UNKNOWN'],
    [403, 'UNKNOWN'],
    [404, 'UNKNOWN'],
    [429, 'THROTTLED'],
    [502, 'UNREACHABLE'],
  ]
  it.each(statuses)('a proxy’s %i is no word of the key: %s', async (code, outcome) => {
    const server = createHttp2Server()
    server.on('stream', (stream) => {
      stream.respond({ ':status': code, 'content-type': 'text/html' })
      stream.end('<h1>Hello</h1>')
    })
    const rootKey = await standIn.listening(server)
    const error = await failureOf(rootKey.unwrap(blob(64), contextOf()))
    expect(error).toMatchObject({ outcome, errorName: `HTTP_${code}` })
  })

  it('a proxy that speaks HTTP/1.1 is unreachable', async () => {
    const rootKey = await bare((socket) => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'))
    expect((await failureOf(rootKey.unwrap(blob(64), contextOf()))).outcome).toBe('UNREACHABLE')
  })

  it('a line that says nothing is unreachable, and ends in time', async () => {
    const begun = performance.now()
    const rootKey = await bare(() => null)
    expect((await failureOf(rootKey.unwrap(blob(64), contextOf()))).outcome).toBe('UNREACHABLE')
    expect(performance.now() - begun).toBeLessThan(4_500)
  })
})

describe('nothing answers', () => {
  it('a closed port is unreachable', async () => {
    expect(await failureOf(standIn.at('http://127.0.0.1:1').describe())).toMatchObject({
      outcome: 'UNREACHABLE',
      errorName: 'UNAVAILABLE',
      retryable: true,
    })
  })

  it('a whole operation ends within its limit, however its attempts hang', async () => {
    const { rootKey, requests } = await standIn.answering({ Decrypt: () => new Promise<object>(() => null) })
    const begun = performance.now()
    expect((await failureOf(rootKey.unwrap(blob(64), contextOf()))).outcome).toBe('UNREACHABLE')
    expect(performance.now() - begun).toBeLessThan(4_000)
    expect(requests).toEqual(['Decrypt', 'Decrypt'])
  })

  it('the caller’s own abort is no answer of a KMS', async () => {
    const { rootKey } = await standIn.answering({ Decrypt: () => new Promise<object>(() => null) })
    const reason = new Error('shutting down')
    await expect(rootKey.unwrap(blob(64), contextOf(), AbortSignal.abort(reason))).rejects.toBe(reason)
    const controller = new AbortController()
    const pending = rootKey.unwrap(blob(64), contextOf(), controller.signal)
    setTimeout(() => controller.abort(reason), 100)
    await expect(pending).rejects.toBe(reason)
  })

  it('only loopback can stand in for Google', () => {
    for (const url of ['http://kms.example.com', 'http://127.0.0.1.example.com:80', 'http://10.0.0.1:80']) {
      expect(() => standIn.at(url)).toThrow(TypeError)
      const endpoint = { kmsUrl: world.endpoint.kmsUrl, authUrl: url }
      expect(() => new RootKeys({ aws: {}, google: { endpoint } })).toThrow(TypeError)
    }
  })
})
