import { z } from 'zod'
import { bindingsSchema, PROTECTION_LEVELS, PURPOSE_NAMES, VERSION_STATES } from '../keys'
import { isLocation } from '../names'

/* What the control API takes: the whole of it, in one place. */

const MAX_OFFSET_MS = 10 * 365 * 86_400_000
const resourceId = z.string().regex(/^[a-zA-Z0-9_-]{1,63}$/, 'must be 1 to 63 letters, digits, _ and -')

export const createKeyRequest = z.strictObject({
  location: z.string().refine(isLocation, 'must be a location of Google Cloud such as europe-west3'),
  /** Made first if it isn't there. */
  keyRing: resourceId,
  key: resourceId,
  purpose: z.enum(PURPOSE_NAMES).default('ENCRYPT_DECRYPT'),
  protectionLevel: z.enum(PROTECTION_LEVELS).default('SOFTWARE'),
  rotationPeriodDays: z.int().min(1).max(36_500).optional(),
  destroyScheduledDays: z.int().min(1).max(120).default(30),
  /** The key's own policy. */
  bindings: bindingsSchema.default([]),
  /** Without it the key has neither a version nor a primary one. */
  withVersion: z.boolean().default(true),
})

export const createVersionRequest = z.strictObject({ primary: z.boolean().default(false) })
export const rotationRequest = z.strictObject({ periodDays: z.int().min(1).max(36_500).nullable() })
export const policyRequest = z.strictObject({ bindings: bindingsSchema })
export const apiRequest = z.strictObject({ enabled: z.boolean() })
export const stateRequest = z.strictObject({
  state: z.enum(VERSION_STATES).exclude(['DESTROY_SCHEDULED', 'DESTROYED']),
})
export const noBody = z.strictObject({}).optional()

export const serviceAccountRequest = z.strictObject({
  /** The part before the @. */
  id: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'must be 6 to 30 small letters, digits and hyphens'),
  name: z.string().max(100).default(''),
  /** Who may act as it. */
  bindings: bindingsSchema.default([]),
})
export const changeAccountRequest = z.strictObject({
  disabled: z.boolean().optional(),
  bindings: bindingsSchema.optional(),
})

export const logQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(2000).default(200),
})
export const clockRequest = z.strictObject({ offsetMs: z.int().min(-MAX_OFFSET_MS).max(MAX_OFFSET_MS) })
export const lagRequest = z.strictObject({ ms: z.int().min(0).max(3_600_000) })
export const tokensRequest = z.strictObject({ lifetimeMs: z.int().min(1).max(3_600_000) })
