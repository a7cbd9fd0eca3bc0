import { z } from 'zod'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import { LatchkeyError } from '@/lib/domain/errors'
import { type PastedAccess, parseKeyAccess } from '@/lib/domain/key-access'
import { parseKeyReference } from '@/lib/domain/key-reference'
import type { KeyAccess } from '@/lib/domain/link-identity'
import { offeredClouds, offeredRegions } from '@/lib/domain/offered'
import type { OrganizationScope } from '@/lib/store/scope'
import { installationRegions } from '../installation-regions'
import { requireOffer } from './require-offer'

/** The fields of a form that say how to get to a key; longer than any of them, so that each gets a sentence. */
export const pastedAccess = {
  roleArn: z.string().max(2_000).optional(),
  tenantId: z.string().max(2_000).optional(),
}

/**
 * A customer's key as somebody pasted it, in a cloud and region that the organization is offered, and the way there.
 * @param field where the form shows what is wrong with the key
 * @throws LatchkeyError keys_not_offered, cloud_not_set_up, invalid_input (`field`, roleArn, tenantId)
 */
export async function offeredKeyFrom(
  scope: OrganizationScope,
  pasted: string,
  given: PastedAccess,
  field: string,
): Promise<{ keyId: string; access: KeyAccess }> {
  const offer = await requireOffer(scope)
  const installation = installationRegions()
  const key = parseKeyReference(pasted, offeredRegions(installation, offer))
  if (!key.ok) throw new LatchkeyError('invalid_input', { fields: { [field]: key.message } })
  const { provider, id } = key.reference
  if (!offeredClouds(installation, offer).includes(provider)) {
    const fields = { [field]: `${CLOUD_WORDS[provider].service} is not set up for your organization.` }
    throw new LatchkeyError('cloud_not_set_up', { fields })
  }
  const way = parseKeyAccess(key.reference, given)
  if (!way.ok) throw new LatchkeyError('invalid_input', { fields: way.fields })
  return { keyId: id, access: way.access }
}
