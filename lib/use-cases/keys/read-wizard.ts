import { can } from '@/lib/domain/permissions'
import type { WizardView } from '@/lib/domain/views/wizard'
import { findKeyOffer } from '@/lib/store/key-offers'
import { findActiveLink } from '@/lib/store/key-views'
import { type Context, inOrganization } from '../context'
import { setupValues } from './setup-values'

/** What the link wizard, and the form of a rotation, fill in for people. @throws LatchkeyError forbidden */
export async function readWizard(context: Context): Promise<WizardView> {
  const { scope, organization, actor, now } = inOrganization(context, 'keys.read')
  const [link, offer] = await Promise.all([findActiveLink(scope), findKeyOffer(scope)])
  const linkedKeyId = link?.keyId ?? null
  const asker = { sessionHash: actor.sessionHash }
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    mayLink: can(actor.organization?.role ?? null, 'keys.link'),
    linkedKeyId,
    setup: offer && setupValues({ organization, offer, asker, linkedKeyId, now }),
  }
}
