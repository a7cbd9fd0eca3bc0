import { LatchkeyError } from '@/lib/domain/errors'
import { parseKeyReference } from '@/lib/domain/key-reference'
import { parsePkcs11Uri } from '@/lib/domain/pkcs11-uri'
import type { AzureIdentity, RootKey, RootKeys } from '@/lib/kms'

/** The platform's own root key: in one of the clouds or in an HSM, wherever in the world. */
export interface PlatformRoot {
  /** an ARN, the URL of a key in Azure, the name of a key at Google, or a pkcs11: URI */
  keyId: string
  /** who we are in Azure, where the root lies there; at AWS and Google it is used as the installation itself */
  azureIdentity?: AzureIdentity
}

/** The key that the operator named. @throws LatchkeyError invalid_input for what names no key */
export function platformRootOf(rootKeys: RootKeys, { keyId, azureIdentity }: PlatformRoot): RootKey {
  if (keyId.startsWith('pkcs11:')) {
    const parsed = parsePkcs11Uri(keyId)
    if (!parsed.ok) throw new LatchkeyError('invalid_input', { message: parsed.message })
    return rootKeys.pkcs11(parsed.key)
  }
  const parsed = parseKeyReference(keyId, ownRegions(keyId))
  if (!parsed.ok) throw new LatchkeyError('invalid_input', { message: parsed.message })
  const { provider, key } = parsed.reference
  if (provider === 'aws') return rootKeys.aws(key)
  if (provider === 'google') return rootKeys.google(key, { serviceAccount: null })
  if (!azureIdentity) throw new TypeError('the platform root lies in Azure, and no identity there was given')
  return rootKeys.azure(key, azureIdentity)
}

/** What is offered to customers says nothing about where our own key lies. */
function ownRegions(keyId: string) {
  return { aws: [keyId.split(':')[3] ?? ''], google: [keyId.split('/')[3] ?? ''] }
}
