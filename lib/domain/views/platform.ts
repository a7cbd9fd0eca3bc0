import { z } from 'zod'
import { CLOUDS } from '../provider'

const time = z.iso.datetime()
const count = z.number().int().nonnegative()
const availability = z.enum(['active', 'grace', 'stopped_denied', 'stopped_unreachable'])

/** Everything that the operator's page shows. */
export const platformView = z.object({
  readAt: time,
  root: z
    .object({
      keyId: z.string(),
      ageDays: count,
      limitDays: count,
      availability,
      reason: z.string(),
      fix: z.string(),
      since: time,
      lastProofAt: time.nullable(),
    })
    .nullable(),
  organizations: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      createdAt: time,
      link: z
        .object({
          provider: z.enum(CLOUDS),
          availability,
          label: z.string(),
          whose: z.enum(['cloud_admin', 'operator', 'nobody']),
          linkedAt: time,
          lastProofAt: time.nullable(),
        })
        .nullable(),
    }),
  ),
  /** the live processes that hold keys */
  processes: z.array(z.object({ id: z.uuid(), startedAt: time, leaseUntil: time })),
})
export type PlatformView = z.infer<typeof platformView>
