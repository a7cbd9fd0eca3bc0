import { z } from 'zod'
import { durationMs } from '../rotation'

const seconds = z.int().min(0).max(32_503_680_000)
const attributes = z.looseObject({
  enabled: z.boolean().optional(),
  nbf: seconds.nullish(),
  exp: seconds.nullish(),
})
const keyOps = z.array(
  z.enum(['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey', 'import', 'export']),
)
const tags = z.record(z.string(), z.string())

export const createRequest = z.looseObject({
  kty: z.enum(['RSA', 'RSA-HSM', 'EC', 'EC-HSM', 'oct', 'oct-HSM']),
  key_size: z.int().optional(),
  crv: z.string().optional(),
  key_ops: keyOps.optional(),
  attributes: attributes.optional(),
  tags: tags.optional(),
})

export const updateRequest = z.looseObject({
  key_ops: keyOps.optional(),
  attributes: attributes.optional(),
  tags: tags.optional(),
})

export const useRequest = z.looseObject({ alg: z.string().max(40), value: z.string().max(8_192) })

const duration = z.string().refine((text) => durationMs(text) !== null, 'must be a duration such as P90D')

export const rotationRequest = z.looseObject({
  lifetimeActions: z
    .array(
      z.object({
        trigger: z.object({ timeAfterCreate: duration.nullish(), timeBeforeExpiry: duration.nullish() }),
        action: z.object({ type: z.string().regex(/^(rotate|notify)$/i) }),
      }),
    )
    .max(2)
    .default([]),
  attributes: z.looseObject({ expiryTime: duration.nullish() }).optional(),
})
