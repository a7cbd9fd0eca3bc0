import { z } from 'zod'
import { bindingsSchema, PROTECTION_LEVELS, PURPOSE_NAMES, VERSION_STATES } from '../keys'
import { isLocation } from '../names'

/* What the control API takes: the whole of it, in one place. */

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
/** A role for a member, who may be given by the bare address. */
export const grantRequest = z.strictObject({
  role: z.string().min(1).max(200),
  member: z
    .string()
    .regex(
      /^((user|serviceAccount):)?[^\s:@]+@[^\s:@]+$/,
      'must be the address of a service account or a user',
    )
    .transform((member) => {
      if (member.includes(':')) return member
      return `${member.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user'}:${member}`
    }),
})
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

export const tokensRequest = z.strictObject({ lifetimeMs: z.int().min(1).max(3_600_000) })
