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
} from '@/lib/domain/api'
import { type EncryptionCore, type Outcome, valueOrThrow } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { Caller } from './authenticate'

const toBytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const mapValues = <A, B>(record: Record<string, A>, map: (value: A) => B) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))

function answer<T, A>(outcomes: Outcome<T>[], success: (value: T) => A) {
  const results = outcomes.map((outcome) =>
    outcome.ok
      ? success(outcome.value)
      : { error: { code: outcome.code, message: outcome.message, fix: outcome.fix } },
  )
  return { results }
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'the body'
  throw new LatchkeyError('invalid_input', {
    message: `Not a valid request: ${where}: ${whatIsWrong(issue)}`,
  })
}

/** Never what was sent: a field that is not known may be a secret in the wrong place. */
function whatIsWrong(issue: z.core.$ZodIssue | undefined): string | undefined {
  return issue?.code === 'unrecognized_keys' ? 'there is a field that is not known' : issue?.message
}

/**
 * The routes of the API. A batch is refused as a whole when the caller may not have one of its items done;
 * what goes wrong with one item's key or bytes is said in that item's place.
 */
export function registerRoutes(
  app: FastifyInstance,
  core: EncryptionCore,
  callerOf: (request: FastifyRequest) => Caller,
) {
  app.post(API_PATHS.encrypt, async (request) => {
    const caller = callerOf(request)
    const { context, plaintext } = parse(encryptItem, request.body)
    caller.require('encrypt', context.dataClass, context.organization)
    const [outcome] = await core.encrypt([{ context, plaintext: toBytes(plaintext) }])
    return { ciphertext: toText(valueOrThrow(outcome)) }
  })

  app.post(API_PATHS.decrypt, async (request) => {
    const caller = callerOf(request)
    const { context, ciphertext } = parse(decryptItem, request.body)
    caller.require('decrypt', context.dataClass, context.organization)
    const [outcome] = await core.decrypt([{ context, ciphertext: toBytes(ciphertext) }])
    return { plaintext: toText(valueOrThrow(outcome)) }
  })

  app.post(API_PATHS.encryptBatch, async (request) => {
    const caller = callerOf(request)
    const { items } = parse(encryptBatch, request.body)
    for (const { context } of items) caller.require('encrypt', context.dataClass, context.organization)
    const plain = items.map(({ context, plaintext }) => ({ context, plaintext: toBytes(plaintext) }))
    return answer(await core.encrypt(plain), (bytes) => ({ ciphertext: toText(bytes) }))
  })

  app.post(API_PATHS.decryptBatch, async (request) => {
    const caller = callerOf(request)
    const { items } = parse(decryptBatch, request.body)
    for (const { context } of items) caller.require('decrypt', context.dataClass, context.organization)
    const sealed = items.map(({ context, ciphertext }) => ({ context, ciphertext: toBytes(ciphertext) }))
    return answer(await core.decrypt(sealed), (bytes) => ({ plaintext: toText(bytes) }))
  })

  app.post(API_PATHS.encryptObjects, async (request) => {
    const caller = callerOf(request)
    const { items } = parse(encryptObjects, request.body)
    for (const { context } of items) caller.require('encrypt', context.dataClass, context.organization)
    const objects = items.map(({ context, fields }) => ({ context, fields: mapValues(fields, toBytes) }))
    return answer(await core.encryptObjects(objects), (envelope) => ({ envelope: toText(envelope) }))
  })

  app.post(API_PATHS.decryptObjects, async (request) => {
    const caller = callerOf(request)
    const { items } = parse(decryptObjects, request.body)
    for (const { context } of items) caller.require('decrypt', context.dataClass, context.organization)
    const sealed = items.map((item) => ({ ...item, envelope: toBytes(item.envelope) }))
    return answer(await core.decryptObjects(sealed), (fields) => ({ fields: mapValues(fields, toText) }))
  })
}
