import { z } from 'zod'
import { CLOUDS } from '../provider'
import { jobView } from './job'

const time = z.iso.datetime()

/** An organization at the vendor's gate: what it is offered, and what it has linked. */
export const offerRow = z.object({
  id: z.uuid(),
  name: z.string(),
  /** null: no keys of its own, or no longer */
  offer: z
    .object({
      clouds: z.array(z.enum(CLOUDS)),
      azureClientId: z.string().nullable(),
      googleServiceAccount: z.string().nullable(),
      /** empty: every region of the installation */
      regions: z.array(z.string()),
      since: time,
    })
    .nullable(),
  withdrawnAt: time.nullable(),
  link: z.object({ provider: z.string(), keyId: z.string(), since: time }).nullable(),
})
export type OfferRow = z.infer<typeof offerRow>

/** One of them with what the operator needs to change it, and the newest change. */
export const offerView = z.object({
  readAt: time,
  organization: offerRow,
  /** of this installation */
  regions: z.object({ aws: z.array(z.string()).readonly(), google: z.array(z.string()).readonly() }),
  callbackUrl: z.string(),
  job: jobView.nullable(),
})
export type OfferView = z.infer<typeof offerView>
