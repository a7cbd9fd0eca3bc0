import { z } from 'zod'
import { KMS_OUTCOMES } from './kms-outcome'

const time = z.coerce.date().nullable()

/** What a look at a linked key found of it, as it is kept. What a cloud hides is null. */
export const watchedFacts = z.object({
  state: z.string(),
  outcome: z.enum(KMS_OUTCOMES),
  spec: z.string(),
  origin: z.string().nullable(),
  createdAt: time,
  deletionAt: time,
  expiresAt: time,
  currentMaterialId: z.string().nullable(),
  rotationEnabled: z.boolean().nullable(),
  rotationPeriodDays: z.number().nullable(),
  nextRotationAt: time,
  purgeProtected: z.boolean().nullable(),
})
export type WatchedFacts = z.infer<typeof watchedFacts>
