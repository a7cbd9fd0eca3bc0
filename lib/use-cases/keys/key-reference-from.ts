import { LatchkeyError } from '@/lib/domain/errors'
import { type KeyReference, parseKeyReference } from '@/lib/domain/key-reference'
import { type KeyAccess, keyAccess } from '@/lib/domain/link-identity'
import { webEnv } from '@/lib/env'

/**
 * A customer's key as somebody pasted it, in a region that is on offer.
 * @param field where the form shows what is wrong with it
 * @throws LatchkeyError invalid_input
 */
export function keyReferenceFrom(pasted: string, field: string): KeyReference {
  const { awsRegions, googleLocations } = webEnv()
  const parsed = parseKeyReference(pasted, { aws: awsRegions, google: googleLocations })
  if (!parsed.ok) throw new LatchkeyError('invalid_input', { fields: { [field]: parsed.message } })
  return parsed.reference
}

/** What the form says of the way to the key; only what belongs to the key's cloud counts. */
export function keyAccessFrom({ provider }: KeyReference, given: KeyAccess): KeyAccess {
  const { roleArn, tenantId } = given
  if (provider === 'aws') return keyAccess.parse(roleArn ? { roleArn } : {})
  return keyAccess.parse(provider === 'azure' && tenantId ? { tenantId } : {})
}
