import { makeExternalId } from '@/lib/domain/aws-role'
import { appendAudit } from '@/lib/store/audit'
import { findKeyOffer, saveKeyOffer } from '@/lib/store/key-offers'
import type { JobEnd, RunningJob } from './job'

type OfferJob = Pick<RunningJob<'offer-keys'>, 'input' | 'requester' | 'now'> & {
  keys: Pick<RunningJob['keys'], 'id' | 'scope'>
}

/**
 * Switches keys of their own on or off for an organization. Links that exist go on either way.
 * @throws LatchkeyError identity_in_use
 */
export async function offerKeys(job: OfferJob): Promise<JobEnd> {
  const { scope } = job.keys
  const { offer } = job.input
  await scope.transaction(async (tx) => {
    const before = await findKeyOffer(tx)
    const awsExternalId = before?.identities.awsExternalId ?? makeExternalId()
    await saveKeyOffer(tx, offer && withExternalId(offer, awsExternalId), job.now())
    await appendAudit(tx, {
      actorId: job.requester.id,
      actorName: job.requester.name,
      action: offer ? 'keys.offered' : 'keys.withdrawn',
      target: job.keys.id,
      detail: offer ?? {},
    })
  })
  return { result: {} }
}

type Offer = NonNullable<RunningJob<'offer-keys'>['input']['offer']>

function withExternalId({ regions, ...identities }: Offer, awsExternalId: string) {
  return { regions, identities: { ...identities, awsExternalId } }
}
