import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId, organizationId } from '@/lib/domain/ids'
import type { JobInput } from '@/lib/domain/jobs'
import { serviceAccount } from '@/lib/domain/link-identity'
import { insertJob } from '@/lib/store/jobs'
import { findOrganizationOffer } from '@/lib/store/key-offers'
import { type Context, change, onPlatform } from '../context'
import { installationRegions } from '../installation-regions'
import { knownId } from '../known-id'

/** What was typed; an empty field stands for a cloud that isn't set up. */
const orNone = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text || null)

/** Boxes of one name: none, one or several of them ticked. */
const ticked = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([])

export const offerKeysInput = z.strictObject({
  submissionId: opaqueId,
  organizationId: z.string().max(100),
  azureClientId: orNone.pipe(
    z
      .guid({ error: 'This is no application (client) id: it is a GUID, 32 digits with four hyphens.' })
      .nullable(),
  ),
  googleServiceAccount: orNone.pipe(serviceAccount.nullable()),
  reach: z.enum(['every', 'some']),
  regions: ticked,
})

export const withdrawKeysInput = z.strictObject({
  submissionId: opaqueId,
  organizationId: z.string().max(100),
})

type Offer = JobInput<'offer-keys'>['offer']

/**
 * Asks the encryption service to offer an organization keys of its own, or to change what it is offered. The
 * organization finds it in its own audit log.
 * @throws LatchkeyError forbidden, not_found, invalid_input, already_submitted
 */
export async function offerKeys(context: Context, input: z.output<typeof offerKeysInput>) {
  const { azureClientId, googleServiceAccount, reach } = input
  const regions = reach === 'every' ? [] : chosenRegions(input)
  return ask(context, input, { azureClientId, googleServiceAccount, regions })
}

/** Asks to end the offer. Links that exist go on. @throws LatchkeyError as above */
export function withdrawKeys(context: Context, input: z.output<typeof withdrawKeysInput>) {
  return ask(context, input, null)
}

async function ask(context: Context, input: { submissionId: string; organizationId: string }, offer: Offer) {
  const { platform, store, actor } = onPlatform(context, 'platform.offer')
  const id = organizationId.parse(knownId(input.organizationId))
  if (!(await findOrganizationOffer(platform, id))) throw new LatchkeyError('not_found')
  return change(context, store.organization(id), input.submissionId, async (tx) => {
    const jobId = randomUUID()
    await insertJob(tx, { id: jobId, kind: 'offer-keys', input: { offer }, requestedBy: actor.userId })
    const action = offer ? 'keys.offer_requested' : 'keys.withdrawal_requested'
    return { result: { jobId }, audit: { action, target: id, detail: offer ?? {} } }
  })
}

/** Each cloud that is set up needs a region to have a key in. @throws LatchkeyError invalid_input (regions) */
function chosenRegions({ regions, googleServiceAccount }: z.output<typeof offerKeysInput>): string[] {
  const { aws, google } = installationRegions()
  const known = regions.filter((region) => [...aws, ...google].includes(region))
  const problem =
    known.length === 0
      ? 'Choose at least one region, or offer every one.'
      : googleServiceAccount && !known.some((region) => google.includes(region))
        ? 'Google Cloud is set up, but none of its locations is chosen. Choose one, or leave the service account empty.'
        : null
  if (problem) throw new LatchkeyError('invalid_input', { fields: { regions: problem } })
  return known
}
