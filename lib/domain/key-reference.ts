import { type AwsKeyArn, parseAwsKeyArn } from './aws-arn'
import { type AzureKeyUrl, parseAzureKeyUrl } from './azure-key-url'
import { type GoogleKeyName, parseGoogleKeyName } from './google-key-name'
import type { Cloud } from './provider'

/** A customer's key, in whichever cloud, taken apart. `id` names it without a version and is what is stored. */
export type KeyReference =
  | { provider: 'aws'; id: string; region: string; key: AwsKeyArn }
  | { provider: 'azure'; id: string; region: string; key: AzureKeyUrl }
  | { provider: 'google'; id: string; region: string; key: GoogleKeyName }

export type ParsedKeyReference =
  | { ok: true; reference: KeyReference }
  | { ok: false; code: string; message: string }

/** Where keys may lie: AWS regions and Google locations. Azure names no region in a key's URL. */
export interface OfferedRegions {
  aws: readonly string[]
  google: readonly string[]
}

/** What Azure's keys have for a region: it is not in their URL. */
const AZURE_REGION = 'azure'

const EMPTY = 'Paste the ARN, the key identifier or the resource name of the key.'
const NOT_A_KEY =
  'This names no key that we understand. Paste an ARN from AWS (arn:aws:kms:…), a key identifier from Azure (https://your-vault.vault.azure.net/keys/…) or a resource name from Google Cloud (projects/…/cryptoKeys/…).'

/**
 * Reads whatever names a key: an ARN, the URL of a key in a vault or Managed HSM, or a resource name. Anything else is
 * refused with a sentence of its own.
 */
export function parseKeyReference(pasted: string, regions: OfferedRegions): ParsedKeyReference {
  if (pasted.trim() === '') return { ok: false, code: 'empty', message: EMPTY }
  const cloud = cloudOf(pasted.trim())
  if (cloud === null) return { ok: false, code: 'not_a_key', message: NOT_A_KEY }
  if (cloud === 'aws') {
    const parsed = parseAwsKeyArn(pasted, regions.aws)
    return parsed.ok ? found('aws', parsed.key.arn, parsed.key.region, parsed.key) : parsed
  }
  if (cloud === 'azure') {
    const parsed = parseAzureKeyUrl(pasted)
    return parsed.ok ? found('azure', parsed.key.id, AZURE_REGION, parsed.key) : parsed
  }
  const parsed = parseGoogleKeyName(pasted, regions.google)
  return parsed.ok ? found('google', parsed.key.id, parsed.key.location, parsed.key) : parsed
}

/** The cloud that a key's stored id belongs to. */
export function providerOfKeyId(keyId: string): Cloud {
  return cloudOf(keyId) ?? 'aws'
}

/** Which cloud's way of naming keys a text follows, by its beginning; null: none's. */
export function cloudOf(text: string): Cloud | null {
  if (/^https:\/\/console\.cloud\.google\.com\//i.test(text)) return 'google'
  if (/^(arn:|alias\/|mrk-)|^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(text)) return 'aws'
  if (/^(https?:\/\/|\/subscriptions\/)|\.(vault|managedhsm)\./i.test(text)) return 'azure'
  return /^(projects\/|\/\/)/i.test(text) ? 'google' : null
}

function found<P extends Cloud>(provider: P, id: string, region: string, key: object): ParsedKeyReference {
  return { ok: true, reference: { provider, id, region, key } as KeyReference }
}
