import { z } from 'zod'
import { GRACE_MS } from '@/lib/domain/availability'
import { KMS_OUTCOMES, type KmsOutcome } from '@/lib/domain/kms-outcome'
import { AWS_SENTENCES } from '@/lib/domain/kms-sentences'
import type { AvailabilityView } from '@/lib/domain/views/availability'
import { findActiveLink } from '@/lib/store/key-views'
import { type Context, inOrganization } from '../context'

export const readAvailabilityInput = z.strictObject({})

/** How the organization's key stands, as the encryption service recorded it. @throws LatchkeyError forbidden */
export async function readAvailability(context: Context): Promise<AvailabilityView> {
  const { scope, now } = inOrganization(context, 'keys.read')
  const link = await findActiveLink(scope)
  const row = link?.availability
  const base = { reason: '', fix: '', since: null, graceEnds: null, now: now.toISOString() }
  if (!row) return { ...base, state: link ? 'active' : 'none' }
  const since = row.since.toISOString()
  if (row.availability === 'active') return { ...base, state: 'active', since }
  const { reason, fix } = sentencesFor(row.cause)
  if (row.availability === 'stopped_denied') return { ...base, state: 'stopped_denied', reason, fix, since }
  const graceEnds = new Date((row.lastProofAt ?? row.since).getTime() + GRACE_MS)
  // Grace ends by the clock, whether or not anybody was there to write it down.
  if (row.availability === 'grace' && graceEnds > now) {
    return { ...base, state: 'grace', reason, fix, since, graceEnds: graceEnds.toISOString() }
  }
  return { ...base, state: 'stopped_unreachable', reason, fix: RETURNS, since }
}

const RETURNS = 'Everything under it returns by itself within a minute of the next answer.'

const isOutcome = (text: string | null): text is KmsOutcome => KMS_OUTCOMES.some((known) => known === text)

const sentencesFor = (cause: string | null) => AWS_SENTENCES[isOutcome(cause) ? cause : 'UNKNOWN']
