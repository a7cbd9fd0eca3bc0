import { z } from 'zod'
import type { AvailabilityState } from '../availability'

const STATES = ['none', 'active', 'grace', 'stopped_denied', 'stopped_unreachable'] as const satisfies (
  | AvailabilityState
  | 'none'
)[]

/** How the customer's key stands right now, for the band on every page; `none`: no key is linked. */
export const availabilityView = z.object({
  state: z.enum(STATES),
  /** why, and whose move it is, in sentences; empty while all is well */
  reason: z.string(),
  fix: z.string(),
  since: z.iso.datetime().nullable(),
  /** in grace: when it ends */
  graceEnds: z.iso.datetime().nullable(),
  /** the server's time */
  now: z.iso.datetime(),
})
export type AvailabilityView = z.infer<typeof availabilityView>
