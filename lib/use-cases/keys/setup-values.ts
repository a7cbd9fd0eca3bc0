import { type ConsentAsker, makeConsentState } from '@/lib/auth/consent-state'
import { providerOfKeyId } from '@/lib/domain/key-reference'
import { offeredClouds, offeredRegions } from '@/lib/domain/offered'
import type { SetupValues } from '@/lib/domain/views/wizard'
import { webEnv } from '@/lib/env'
import type { KeyOffer } from '@/lib/store/key-offers'
import { installationRegions } from '../installation-regions'
import { consentCallbackUrl } from './consent-callback-url'

/** Northwind's account in the simulator. */
const DEMO_ACCOUNT = '111122223333'

interface For {
  organization: { id: string; name: string }
  offer: KeyOffer
  /** who is shown the steps */
  asker: ConsentAsker
  /** the key that is linked now */
  linkedKeyId: string | null
  now: Date
}

/** What the steps in each cloud are filled in with for an organization. */
export function setupValues({ organization, offer, asker, linkedKeyId, now }: For): SetupValues {
  const { awsPrincipalArn, sessionSecret, simulatorUrl = null } = webEnv()
  const { awsExternalId, azureClientId, googleServiceAccount } = offer.identities
  const installation = installationRegions()
  const known =
    linkedKeyId !== null && providerOfKeyId(linkedKeyId) === 'aws' ? linkedKeyId.split(':')[4] : null
  return {
    organizationId: organization.id,
    organizationName: organization.name,
    clouds: offeredClouds(installation, offer),
    regions: offeredRegions(installation, offer),
    aws: {
      principalArn: awsPrincipalArn,
      externalId: awsExternalId,
      accountId: known ?? (simulatorUrl ? DEMO_ACCOUNT : null),
    },
    azure: azureClientId
      ? {
          clientId: azureClientId,
          redirectUri: consentCallbackUrl(),
          state: makeConsentState(sessionSecret, organization.id, asker, now),
        }
      : null,
    google: googleServiceAccount ? { serviceAccount: googleServiceAccount } : null,
    simulatorUrl,
  }
}
