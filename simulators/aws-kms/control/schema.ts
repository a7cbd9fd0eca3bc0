import { z } from 'zod'
import { isRegion } from '../arns'
import { KEY_SPECS, KEY_STATES, KEY_USAGES } from '../keys'

/* What the control API takes: the whole of it, in one place. */

const region = z.string().refine(isRegion, 'must be an AWS region such as eu-central-1')

export const createKeyRequest = z.strictObject({
  region,
  description: z.string().max(8192).default(''),
  spec: z.enum(KEY_SPECS).default('SYMMETRIC_DEFAULT'),
  usage: z.enum(KEY_USAGES).default('ENCRYPT_DECRYPT'),
  /** The key policy's text; the account's default when left out. */
  policy: z.string().max(32_768).optional(),
  multiRegion: z.boolean().default(false),
  /** Such as `alias/latchkey`. */
  alias: z
    .string()
    .max(256)
    .regex(/^alias\/(?!aws\/)[A-Za-z0-9/_-]+$/, 'must look like alias/name')
    .optional(),
})

/** The policy is the replica's own: the account's default when left out. */
export const replicateRequest = z.strictObject({
  region,
  description: z.string().max(8192).default(''),
  policy: z.string().max(32_768).optional(),
})

/** Makes the replica in this region the primary key. */
export const primaryRequest = z.strictObject({ region })

export const createRoleRequest = z.strictObject({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'must be 1 to 64 letters, digits and any of +=,.@-_'),
  trustPolicy: z.string().min(1).max(8_192),
  /** What the role may do; nothing when left out. */
  policy: z.string().min(1).max(32_768).optional(),
  maxSessionSeconds: z.int().min(3_600).max(43_200).default(3_600),
})

export const noBody = z.strictObject({}).optional()

export const scheduleDeletionRequest = z.strictObject({
  pendingWindowInDays: z.int().min(7).max(30).default(30),
})

export const policyRequest = z.strictObject({ policy: z.string().min(1).max(32_768) })

export const rotationRequest = z.strictObject({
  enabled: z.boolean(),
  periodInDays: z.int().min(90).max(2560).optional(),
})

/** Puts a key into a state that no operation of the API leads to, or back. */
export const stateRequest = z.strictObject({
  state: z.enum(KEY_STATES).exclude(['PendingDeletion', 'PendingReplicaDeletion']),
})
