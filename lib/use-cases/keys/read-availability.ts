import { z } from 'zod'
import { GRACE_MS } from '@/lib/domain/availability'
import { providerOfKeyId } from '@/lib/domain/key-reference'
import { sentenceOf } from '@/lib/domain/kms-sentences'
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
  const { reason, fix } = sentenceOf(providerOfKeyId(link.keyId), row.cause ?? 'UNKNOWN')
  if (row.availability === 'stopped_denied') return { ...base, state: 'stopped_denied', reason, fix, since }
  const graceEnds = new Date((row.lastProofAt ?? row.since).getTime() + GRACE_MS)
  // Grace ends by the clock, whether or not anybody was there to write it down.
  if (row.availability === 'grace' && graceEnds > now) {
    return { ...base, state: 'grace', reason, fix, since, graceEnds: graceEnds.toISOString() }
  }
  return { ...base, state: 'stopped_unreachable', reason, fix: RETURNS, since }
}

const RETURNS = 'Everything under it returns by itself within a minute of the next answer.'
