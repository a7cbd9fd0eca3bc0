import { z } from 'zod'
import { dataContext, MAX_BATCH, objectContext } from './encryption-core'

/** The shapes of the encryption service's HTTP API, shared by its routes and by its client. */

/** Most plaintext or ciphertext bytes in one item. */
const MAX_ITEM_BYTES = 1 << 20

/** Bytes as base64 in JSON. */
const bytes = z.base64().max(Math.ceil((MAX_ITEM_BYTES * 4) / 3) + 4)
const fieldName = z.string().min(1).max(200)
const fields = z.record(fieldName, bytes).refine((value) => Object.keys(value).length <= 100)

export const encryptItem = z.strictObject({ context: dataContext, plaintext: bytes })
export const decryptItem = z.strictObject({ context: dataContext, ciphertext: bytes })
const encryptObjectItem = z.strictObject({ context: objectContext, fields })
const decryptObjectItem = z.strictObject({
  context: objectContext,
  envelope: bytes,
  fields: z.array(fieldName).max(100).optional(),
})

const batchOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item).min(1).max(MAX_BATCH) })

export const encryptBatch = batchOf(encryptItem)
export const decryptBatch = batchOf(decryptItem)
export const encryptObjects = batchOf(encryptObjectItem)
export const decryptObjects = batchOf(decryptObjectItem)

const failure = z.object({ error: z.object({ code: z.string(), message: z.string(), fix: z.string() }) })
const resultsOf = <T extends z.ZodType>(success: T) =>
  z.object({ results: z.array(z.union([success, failure])) })

export const encryptResults = resultsOf(z.object({ ciphertext: bytes }))
export const decryptResults = resultsOf(z.object({ plaintext: bytes }))
export const encryptObjectResults = resultsOf(z.object({ envelope: bytes }))
export const decryptObjectResults = resultsOf(z.object({ fields: z.record(z.string(), bytes) }))

/** Problem details of a failed request (RFC 9457), with our stable code and whose move it is. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  fix: z.string(),
  requestId: z.string(),
})

/** The header in which web passes on the session on whose behalf it asks. */
export const SESSION_HEADER = 'x-latchkey-session'

/** Where each operation lives. */
export const API_PATHS = {
  encrypt: '/v1/encrypt',
  decrypt: '/v1/decrypt',
  encryptBatch: '/v1/encrypt-batch',
  decryptBatch: '/v1/decrypt-batch',
  encryptObjects: '/v1/encrypt-objects',
  decryptObjects: '/v1/decrypt-objects',
} as const
