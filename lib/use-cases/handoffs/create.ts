import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { hashToken, randomToken } from '@/lib/auth/tokens'
import { LatchkeyError } from '@/lib/domain/errors'
import { HANDOFF_LIVES_DAYS } from '@/lib/domain/handoff'
import { opaqueId } from '@/lib/domain/ids'
import { offeredClouds } from '@/lib/domain/offered'
import { CLOUDS } from '@/lib/domain/provider'
import { webEnv } from '@/lib/env'
import { insertHandoff } from '@/lib/store/handoffs'
import { type Context, change, inOrganization } from '../context'
import { installationRegions } from '../installation-regions'
import { requireOffer } from '../keys/require-offer'

export const createHandoffInput = z.strictObject({
  submissionId: opaqueId,
  provider: z.enum(CLOUDS),
  lifeDays: z.coerce.number().refine((days) => HANDOFF_LIVES_DAYS.some((offered) => offered === days), {
    error: 'Choose one of the values offered.',
  }),
})

const DAY_MS = 24 * 60 * 60_000

/**
 * Makes a link by which somebody without an account sees the steps in one cloud, for a while.
 * @returns its address, which is kept nowhere: the database has the hash of its token
 * @throws LatchkeyError forbidden, keys_not_offered, cloud_not_set_up, already_submitted
 */
export async function createHandoff(context: Context, input: z.output<typeof createHandoffInput>) {
  const { scope, actor, now } = inOrganization(context, 'keys.link')
  const { provider, lifeDays } = input
  const offer = await requireOffer(scope)
  if (!offeredClouds(installationRegions(), offer).includes(provider))
    throw new LatchkeyError('cloud_not_set_up')
  const id = randomUUID()
  const token = randomToken()
  const expiresAt = new Date(now.getTime() + lifeDays * DAY_MS)
  return change(context, scope, input.submissionId, async (tx) => {
    const createdBy = actor.userId
    await insertHandoff(tx, { id, tokenHash: hashToken(token), provider, createdBy, expiresAt })
    const detail = { provider, expiresAt: expiresAt.toISOString() }
    const url = new URL(`/handoff/${token}`, webEnv().url).href
    return { result: { url }, audit: { action: 'handoff.created', target: id, detail } }
  })
}
