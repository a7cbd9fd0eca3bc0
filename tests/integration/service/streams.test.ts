import { once } from 'node:events'
import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DataContext } from '@/lib/domain/encryption-core'
import type { Instant } from '@/lib/domain/instant'
import { decryptRange, decryptStream, encryptStream } from '@/lib/keyring/keyring-streams'
import { ServiceWorld } from '../../support/service-world'
import { TimedKeyring } from '../../support/timed-keyring'

const world = new ServiceWorld()
const plaintext = Buffer.alloc(3_000_000, 'something that must not get out ')
let key = ''
let sealed: Buffer
let now: Instant
let one: TimedKeyring
const servers: Server[] = []

const context: DataContext = {
  organization: world.organization,
  dataClass: 'secrets_and_credentials',
  object: 'file-1',
  field: 'content',
}

const pass = (ms: number) => {
  now = { monoMs: now.monoMs + ms, wallMs: now.wallMs + ms }
}

/** The ciphertext in portions; in the middle it waits until `goOn` is called. */
function halting(): { source: Readable; halted: Promise<void>; goOn: () => void } {
  let goOn: () => void = () => undefined
  let halt: () => void = () => undefined
  const gate = new Promise<void>((resolve) => (goOn = resolve))
  const halted = new Promise<void>((resolve) => (halt = resolve))
  async function* portions() {
    for (let at = 0; at < sealed.length; at += 65_536) {
      if (at > sealed.length / 2) {
        halt()
        await gate
      }
      yield sealed.subarray(at, at + 65_536)
    }
  }
  return { source: Readable.from(portions(), { objectMode: false }), halted, goOn }
}

/** The customer disables the key, and this process learns of it with its next proof. */
async function deny(): Promise<void> {
  await world.aws.atKey(key, 'disable')
  await one.keys.link?.prove()
}

/** Serves one download as a plain response without a length; returns its address and what became of it inside. */
async function served(source: Readable): Promise<{ url: string; outcome: Promise<string> }> {
  let ended: (outcome: string) => void = () => undefined
  const outcome = new Promise<string>((resolve) => (ended = resolve))
  const server = createServer((_request, response) => {
    pipeline(source, decryptStream(one.keyring, context), response).then(
      () => ended('whole'),
      (error: { code: string }) => ended(error.code),
    )
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, outcome }
}

/** Downloads; tells what arrived and how it ended for the client. */
async function download(url: string): Promise<{ bytes: number; end: string; complete: boolean }> {
  const [response] = await once(get(url), 'response')
  let bytes = 0
  response.on('data', (part: Buffer) => (bytes += part.length))
  const end = await new Promise<string>((resolve) => {
    response.on('end', () => resolve('end'))
    response.on('error', (error: { code: string }) => resolve(error.code))
  })
  return { bytes, end, complete: response.complete }
}

beforeAll(async () => {
  key = await world.aws.createKey()
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
  await world.stop()
})

beforeEach(async () => {
  now = { monoMs: 1_000_000, wallMs: Date.now() }
  one = await TimedKeyring.over(world, () => now)
  sealed ??= await buffer(Readable.from([plaintext]).pipe(await encryptStream(one.keyring, context)))
})

afterEach(async () => {
  one.keyring.stop()
  for (const server of servers.splice(0)) server.close()
  await world.aws.atKey(key, 'enable')
  await world.sql(
    "UPDATE link_availabilities SET availability = 'active', cause = 'OK', first_good_at = NULL",
  )
})

describe('streams over the keyring', () => {
  it('come back, whole and in part', async () => {
    const whole = await buffer(Readable.from([sealed]).pipe(decryptStream(one.keyring, context)))
    expect(Buffer.compare(whole, plaintext)).toBe(0)
    const source = {
      length: sealed.length,
      read: async (from: number, to: number) => sealed.subarray(from, to),
    }
    const part = await decryptRange(one.keyring, context, source, { start: 1_000_000, end: 1_100_000 })
    expect(part.length).toBe(plaintext.length)
    expect(Buffer.compare(await buffer(part.plaintext), plaintext.subarray(1_000_000, 1_100_000))).toBe(0)
    const rest = await decryptRange(one.keyring, context, source, { start: plaintext.length - 5 })
    expect(await buffer(rest.plaintext)).toEqual(plaintext.subarray(-5))
    const none = decryptRange(one.keyring, context, source, { start: 0, end: plaintext.length + 1 })
    await expect(none).rejects.toThrow(TypeError)
  })

  it('open as nothing else', async () => {
    const elsewhere = { ...context, object: 'file-2' }
    const opening = pipeline(Readable.from([sealed]), decryptStream(one.keyring, elsewhere), buffer)
    await expect(opening).rejects.toMatchObject({ code: 'does_not_open' })
    const unknown = Buffer.from(sealed)
    unknown.fill(0, 6, 38)
    const strange = pipeline(Readable.from([unknown]), decryptStream(one.keyring, context), buffer)
    await expect(strange).rejects.toMatchObject({ code: 'does_not_open' })
  })

  it('do not begin while the key is denied', async () => {
    await one.keys.rows()
    await deny()
    await expect(encryptStream(one.keyring, context)).rejects.toMatchObject({ code: 'key_denied' })
    const opening = pipeline(Readable.from([sealed]), decryptStream(one.keyring, context), buffer)
    await expect(opening).rejects.toMatchObject({ code: 'key_denied' })
  })

  it('may last longer than a loaded key', async () => {
    const { source, halted, goOn } = halting()
    const opened = buffer(source.pipe(decryptStream(one.keyring, context)))
    await halted
    pass(16 * 60_000)
    one.keys.wipeUnusable()
    expect(one.keys.hasLoadedKeys).toBe(false)
    goOn()
    expect(Buffer.compare(await opened, plaintext)).toBe(0)
  })
})

describe('a denial in the middle of a download', () => {
  it('resets the connection, so that no client takes it for whole', async () => {
    const { source, halted, goOn } = halting()
    const { url, outcome } = await served(source)
    const downloaded = download(url)
    await halted
    await deny()
    goOn()
    expect(await outcome).toBe('key_denied')
    const { bytes, end, complete } = await downloaded
    expect({ end, complete }).toEqual({ end: 'ECONNRESET', complete: false })
    expect(bytes).toBeLessThan(plaintext.length * 0.6)
  })

  it('resets it even when the download stands still', async () => {
    const { source, halted } = halting()
    const { url, outcome } = await served(source)
    const downloaded = download(url)
    await halted
    await deny()
    expect(await outcome).toBe('key_denied')
    expect(await downloaded).toMatchObject({ end: 'ECONNRESET', complete: false })
  })

  it('ends an upload unfinished', async () => {
    async function* source() {
      yield plaintext.subarray(0, 1_000_000)
      await deny()
      yield plaintext.subarray(1_000_000)
    }
    const parts: Uint8Array[] = []
    const target = new Writable({
      write(part: Uint8Array, _encoding, done) {
        parts.push(part)
        done()
      },
    })
    const encrypting = pipeline(source, await encryptStream(one.keyring, context), target)
    await expect(encrypting).rejects.toMatchObject({ code: 'key_denied' })
    expect(target.writableFinished).toBe(false)
    expect(Buffer.concat(parts).length).toBeLessThan(1_100_000)
  })

  it('ends the reading of a range', async () => {
    let first = true
    const source = {
      length: sealed.length,
      read: async (from: number, to: number) => {
        if (from > 1_000_000 && to < sealed.length && first) {
          first = false
          await deny()
        }
        return sealed.subarray(from, to)
      },
    }
    const { plaintext: range } = await decryptRange(one.keyring, context, source, { start: 0 })
    await expect(buffer(range)).rejects.toMatchObject({ code: 'key_denied' })
  })

  it('does not touch one that nobody denied', async () => {
    const { source, halted, goOn } = halting()
    const { url, outcome } = await served(source)
    const downloaded = download(url)
    await halted
    goOn()
    expect(await outcome).toBe('whole')
    expect(await downloaded).toEqual({ bytes: plaintext.length, end: 'end', complete: true })
  })
})
