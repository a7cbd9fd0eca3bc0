import { AZURE_CLOUDS } from '@/lib/domain/azure-cloud'
import type { KeyReference } from '@/lib/domain/key-reference'
import type { LinkIdentity } from '@/lib/domain/link-identity'
import type { Trip } from './recorder'

const GOOGLE = ['cloudkms.googleapis.com', 'oauth2.googleapis.com', 'iamcredentials.googleapis.com']

/**
 * The hosts that the key of a reference may lead to, written down here a second time: the list of section 8, rule 7 of
 * the design, and not what the product makes of the reference.
 */
export function allowedHosts(reference: KeyReference): string[] {
  if (reference.provider === 'google') return GOOGLE
  if (reference.provider === 'aws') {
    const end = reference.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
    return ['kms', 'sts'].map((service) => `${service}.${reference.region}.${end}`)
  }
  const { cloud, kind, vaultName } = reference.key
  const { directory } = AZURE_CLOUDS[cloud]
  return [`${vaultName}.${AZURE_CLOUDS[cloud][kind]}`, directory]
}

/** Trips that lead somewhere else, or to another door than that of TLS. */
export function strayTrips(
  trips: readonly Trip[],
  hosts: ReadonlySet<string>,
  addresses: readonly string[],
): Trip[] {
  return trips.filter(({ kind, host, port }) => {
    if (kind === 'lookup') return !hosts.has(host)
    // An address may be dialled only if one of the names was said to be it.
    return port !== 443 || !(hosts.has(host) || addresses.includes(host))
  })
}

const SECRET = 'a-client-secret-for-the-trap'
export const credentials = {
  aws: { accessKeyId: 'AKIATRAPTRAPTRAPTRAP', secretAccessKey: 'a-secret-access-key-for-the-trap' },
  azure: { clientSecret: SECRET },
  google: { clientId: 'trap', clientSecret: SECRET, refreshToken: 'a-refresh-token-for-the-trap' },
}

/** What no stranger may hear. */
export const SECRETS = [SECRET, 'refresh-token-for-the-trap', 'Bearer', 'AWS4-HMAC', 'a-secret-access-key']

/** Who we may be at each cloud. */
export function identitiesAt({ provider, key }: KeyReference): LinkIdentity[] {
  const uuid = '0a1b2c3d-0000-4000-8000-00000000aaaa'
  if (provider === 'azure') return [{ provider, tenantId: uuid, clientId: uuid }]
  if (provider === 'google') return [{ provider, serviceAccount: 'org@latchkey.iam.gserviceaccount.com' }]
  const arn = `arn:${key.partition}:iam::${key.accountId}:role/latchkey`
  const role = { arn, externalId: 'an-external-id-for-the-trap' }
  return [
    { provider, role: null },
    { provider, role },
  ]
}
