import { can } from '@/lib/domain/permissions'
import type { WizardView } from '@/lib/domain/views/wizard'
import { webEnv } from '@/lib/env'
import { findActiveLink } from '@/lib/store/key-views'
import { type Context, inOrganization } from '../context'

/** Northwind's account in the simulator. */
const DEMO_ACCOUNT = '111122223333'

/** What the link wizard, and the form of a rotation, fill in for people. @throws LatchkeyError forbidden */
export async function readWizard(context: Context): Promise<WizardView> {
  const { scope, organization, actor } = inOrganization(context, 'keys.read')
  const link = await findActiveLink(scope)
  const { awsPrincipalArn, awsRegions, simulatorUrl = null } = webEnv()
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    mayLink: can(actor.organization?.role ?? null, 'keys.link'),
    linkedKeyId: link?.keyId ?? null,
    principalArn: awsPrincipalArn,
    regions: awsRegions,
    accountId: link?.keyId.split(':')[4] ?? (simulatorUrl ? DEMO_ACCOUNT : null),
    simulatorUrl,
  }
}
