import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { organizationId } from '@/lib/domain/ids'
import type { OfferView } from '@/lib/domain/views/offers'
import { findLatestJob } from '@/lib/store/jobs'
import { findOrganizationOffer } from '@/lib/store/key-offers'
import { type Context, onPlatform } from '../context'
import { installationRegions } from '../installation-regions'
import { toJobView } from '../jobs/to-job-view'
import { consentCallbackUrl } from '../keys/consent-callback-url'
import { knownId } from '../known-id'
import { toOfferRow } from './rows'

export const readOfferInput = z.strictObject({ id: z.string().max(100) })

/** What one organization is offered, and how the newest change goes. @throws LatchkeyError forbidden, not_found */
export async function readOffer(
  context: Context,
  input: z.output<typeof readOfferInput>,
): Promise<OfferView> {
  const { platform, store, now } = onPlatform(context, 'platform.offer')
  const id = organizationId.parse(knownId(input.id))
  const [organization, job] = await Promise.all([
    findOrganizationOffer(platform, id),
    findLatestJob(store.organization(id), 'offer-keys'),
  ])
  if (!organization) throw new LatchkeyError('not_found')
  return {
    readAt: now.toISOString(),
    organization: toOfferRow(organization),
    regions: installationRegions(),
    callbackUrl: consentCallbackUrl(),
    job: job && toJobView(job),
  }
}
