import { z } from 'zod'
import { PERMISSIONS, type Permission } from '../access'
import { durationMs } from '../rotation'

/* What the control API takes: the whole of it, in one place. */

const date = z.iso.datetime({ offset: true })
const duration = z.string().refine((text) => durationMs(text) !== null, 'must be a duration such as P90D')
const keyOps = z.array(z.enum(['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey']))

export const createKeyRequest = z.strictObject({
  name: z.string().regex(/^[0-9a-zA-Z-]{1,127}$/, 'must be letters, digits and hyphens'),
  kty: z.enum(['RSA', 'RSA-HSM', 'EC', 'EC-HSM', 'oct-HSM']).optional(),
  size: z.int().optional(),
  curve: z.string().optional(),
  keyOps: keyOps.optional(),
  enabled: z.boolean().default(true),
  notBefore: date.nullish(),
  expires: date.nullish(),
})

export const attributesRequest = z.strictObject({
  notBefore: date.nullish(),
  expires: date.nullish(),
  keyOps: keyOps.optional(),
})

/** `every` null: no rotation by itself. */
export const rotationRequest = z.strictObject({ every: duration.nullable(), expiresIn: duration.nullish() })

export const noBody = z.strictObject({}).optional()
export const consentRequest = z.strictObject({ clientId: z.guid().toLowerCase() })
export const assignmentRequest = z.strictObject({
  role: z.string(),
  principal: z.guid().toLowerCase(),
  scope: z
    .string()
    .regex(/^\/(keys\/[0-9a-zA-Z-]{1,127})?$/, 'must be / or /keys/NAME')
    .default('/'),
})
export const policyRequest = z.strictObject({
  permissions: z.array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]])),
})
export const vaultRequest = z.strictObject({
  accessModel: z.enum(['rbac', 'policy']).optional(),
  firewallOpen: z.boolean().optional(),
  /** Once on, it stays on. */
  purgeProtection: z.literal(true).optional(),
})
export const tokensRequest = z.strictObject({ lifetimeS: z.int().min(1).max(86_400) })
