import { z } from 'zod'
import { atMost } from './at-most'
import { dataContext, MAX_BATCH, objectContext } from './encryption-core'
import { byteCount, bytesText } from './text-form'

/** The shapes of the encryption service's HTTP API, shared by its routes, its description and its client. */

/** Most plaintext bytes of one value, or of all the fields of one object together. */
export const MAX_PLAINTEXT_BYTES = 1 << 20
/** What any suite adds to a value at most. */
const MAX_OVERHEAD_BYTES = 112
const MAX_FIELDS = 100
/** Of a field's name, in UTF-8, as the format has it. */
const MAX_NAME_BYTES = 128
/** What an envelope adds at most: itself, its list of fields, and what each field adds. */
const MAX_ENVELOPE_OVERHEAD_BYTES = 112 + MAX_FIELDS * (MAX_NAME_BYTES + 6 + 28)

const plaintext = bytesText(MAX_PLAINTEXT_BYTES)
const ciphertext = bytesText(MAX_PLAINTEXT_BYTES + MAX_OVERHEAD_BYTES)
const envelope = bytesText(MAX_PLAINTEXT_BYTES + MAX_ENVELOPE_OVERHEAD_BYTES)

const fieldName = z
  .string()
  .min(1)
  .max(MAX_NAME_BYTES)
  .refine((name) => !/\p{Surrogate}/u.test(name), 'not well-formed Unicode')
  .refine(
    (name) => new TextEncoder().encode(name).length <= MAX_NAME_BYTES,
    `over ${MAX_NAME_BYTES} bytes of UTF-8`,
  )
const fields = atMost(
  MAX_FIELDS,
  z
    .record(fieldName, plaintext)
    .refine((value) => {
      const bytes = Object.values(value).reduce((sum, text) => sum + byteCount(text), 0)
      return bytes <= MAX_PLAINTEXT_BYTES
    }, 'over 1 MiB in all fields together')
    .meta({
      maxProperties: MAX_FIELDS,
      description: 'Fields by name (at most 128 bytes of UTF-8), together at most 1 MiB.',
    }),
)

export const encryptItem = z.strictObject({
  context: dataContext,
  plaintext,
  strict: z
    .boolean()
    .optional()
    .meta({ description: 'Commit to the context as well as to the key: 32 bytes longer, and slower.' }),
})
export const decryptItem = z.strictObject({ context: dataContext, ciphertext })
export const encryptObjectItem = z.strictObject({ context: objectContext, fields })
export const decryptObjectItem = z.strictObject({
  context: objectContext,
  envelope,
  fields: atMost(MAX_FIELDS, z.array(fieldName).min(1).max(MAX_FIELDS)).optional(),
})

const batchOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: atMost(MAX_BATCH, z.array(item).min(1).max(MAX_BATCH)) })

export const encryptBatch = batchOf(encryptItem)
export const decryptBatch = batchOf(decryptItem)
export const encryptObjects = batchOf(encryptObjectItem)
export const decryptObjects = batchOf(decryptObjectItem)

export const encrypted = z.object({ ciphertext: z.string() })
export const decrypted = z.object({ plaintext: z.string() })
export const encryptedObject = z.object({ envelope: z.string() })
export const decryptedObject = z.object({ fields: z.record(z.string(), z.string()) })

/** What went wrong with one item of a batch. */
export const itemFailure = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    fix: z.string(),
    retryAfterSeconds: z.int().optional(),
  }),
})
export type ItemFailure = z.infer<typeof itemFailure>

const resultsOf = <T extends z.ZodType>(success: T) =>
  z.object({ results: z.array(z.union([success, itemFailure])) })

export const encryptResults = resultsOf(encrypted)
export const decryptResults = resultsOf(decrypted)
export const encryptObjectResults = resultsOf(encryptedObject)
export const decryptObjectResults = resultsOf(decryptedObject)

/** Problem details of a failed request (RFC 9457), with our stable code and whose move it is. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  fix: z.string(),
  /** what is wrong with each field of a form, where one was sent */
  fields: z.record(z.string(), z.string()).optional(),
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
  tokens: '/v1/tokens',
} as const
