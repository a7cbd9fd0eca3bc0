import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import {
  API_PATHS,
  decryptBatch,
  decryptItem,
  decryptObjects,
  encryptBatch,
  encryptItem,
  encryptObjects,
  type ItemFailure,
} from '@/lib/domain/api'
import type { DataClass } from '@/lib/domain/data-classes'
import { type EncryptionCore, type Outcome, valueOrThrow } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import { inTime } from '../in-time'
import type { Caller, Operation } from './authenticate'
import { parseBody } from './parse-body'

const toBytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
const toText = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url')
const mapValues = <A, B>(record: Record<string, A>, map: (value: A) => B) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))

const withPlaintext = <T extends { plaintext: string }>(item: T) => ({
  ...item,
  plaintext: toBytes(item.plaintext),
})
const withCiphertext = <T extends { ciphertext: string }>(item: T) => ({
  ...item,
  ciphertext: toBytes(item.ciphertext),
})
const asCiphertext = (bytes: Uint8Array) => ({ ciphertext: toText(bytes) })
const asPlaintext = (bytes: Uint8Array) => ({ plaintext: toText(bytes) })

/** The answer of a batch: in each item's place its value, or what went wrong with it. */
function each<T, A>(outcomes: Outcome<T>[], success: (value: T) => A) {
  return { results: outcomes.map((outcome) => (outcome.ok ? success(outcome.value) : toFailure(outcome))) }
}

function toFailure({ code, message, fix }: Outcome<never> & { ok: false }): ItemFailure {
  const { retryAfterS } = new LatchkeyError(code)
  return { error: { code, message, fix, ...(retryAfterS && { retryAfterSeconds: retryAfterS }) } }
}

interface Item {
  context: { organization: string; dataClass: DataClass }
}

/**
 * The routes of the API. A batch is refused as a whole when the caller may not have one of its items done;
 * what goes wrong with one item's key or bytes is said in that item's place.
 */
export function registerRoutes(
  app: FastifyInstance,
  core: EncryptionCore,
  { callerOf, answerMs }: { callerOf: (request: FastifyRequest) => Caller; answerMs: number },
) {
  function serve<T>(
    path: string,
    operation: Operation,
    schema: z.ZodType<T>,
    shape: { bodyLimit: number; itemsOf: (body: T) => Item[] },
    answer: (body: T) => Promise<object>,
  ) {
    app.post(path, { bodyLimit: shape.bodyLimit }, async (request) => {
      const caller = callerOf(request)
      const body = parseBody(schema, request.body)
      for (const { context } of shape.itemsOf(body)) {
        caller.require(operation, context.dataClass, context.organization)
      }
      return inTime(answerMs, answer(body))
    })
  }
  const single = { bodyLimit: 2 << 20, itemsOf: (body: Item) => [body] }
  const batch = { bodyLimit: 8 << 20, itemsOf: ({ items }: { items: Item[] }) => items }

  serve(API_PATHS.encrypt, 'encrypt', encryptItem, single, async (item) => {
    const [outcome] = await core.encrypt([withPlaintext(item)])
    return asCiphertext(valueOrThrow(outcome))
  })
  serve(API_PATHS.decrypt, 'decrypt', decryptItem, single, async (item) => {
    const [outcome] = await core.decrypt([withCiphertext(item)])
    return asPlaintext(valueOrThrow(outcome))
  })
  serve(API_PATHS.encryptBatch, 'encrypt', encryptBatch, batch, async ({ items }) =>
    each(await core.encrypt(items.map(withPlaintext)), asCiphertext),
  )
  serve(API_PATHS.decryptBatch, 'decrypt', decryptBatch, batch, async ({ items }) =>
    each(await core.decrypt(items.map(withCiphertext)), asPlaintext),
  )
  serve(API_PATHS.encryptObjects, 'encrypt', encryptObjects, batch, async ({ items }) => {
    const objects = items.map((item) => ({ ...item, fields: mapValues(item.fields, toBytes) }))
    return each(await core.encryptObjects(objects), (envelope) => ({ envelope: toText(envelope) }))
  })
  serve(API_PATHS.decryptObjects, 'decrypt', decryptObjects, batch, async ({ items }) => {
    const sealed = items.map((item) => ({ ...item, envelope: toBytes(item.envelope) }))
    return each(await core.decryptObjects(sealed), (fields) => ({ fields: mapValues(fields, toText) }))
  })
}
