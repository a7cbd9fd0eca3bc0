import type { ReactNode } from 'react'
import type { KeyValue } from '@/components/ui/key-value'
import type { AzureCloud } from '@/lib/domain/azure-cloud'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import type { KeyReference } from '@/lib/domain/key-reference'

const code = (text: string) => <code className="font-mono text-xs">{text}</code>

const AZURE_NAMES: Record<AzureCloud, string> = {
  public: 'Azure',
  china: 'Azure in China',
  us_government: 'Azure for the US government',
}

/** A pasted key taken apart, in the words of its cloud. */
export function understood(reference: KeyReference): KeyValue[] {
  const cloud = { label: 'Cloud', value: CLOUD_WORDS[reference.provider].service }
  if (reference.provider === 'aws') {
    const { accountId, region, keyId } = reference.key
    return [
      cloud,
      { label: 'AWS account', value: <span className="tabular-nums">{accountId}</span> },
      { label: 'Region', value: region },
      { label: 'Key', value: withNote(keyId, keyId.startsWith('mrk-') && '(multi-region)') },
    ]
  }
  if (reference.provider === 'azure') {
    const { kind, vaultName, name, version, cloud: place } = reference.key
    return [
      { ...cloud, value: AZURE_NAMES[place] },
      { label: kind === 'vault' ? 'Key Vault' : 'Managed HSM', value: vaultName },
      { label: 'Key', value: withNote(name, version !== null && WHOLE) },
    ]
  }
  const { project, location, keyRing, key, version } = reference.key
  return [
    cloud,
    { label: 'Project', value: project },
    { label: 'Location', value: location },
    { label: 'Key ring', value: keyRing },
    { label: 'Key', value: withNote(key, version !== null && WHOLE) },
  ]
}

/** A version may be pasted along; what is linked is the key, so that its rotation is followed. */
const WHOLE = '(as a whole: the version is left out, so that a rotation is followed)'

const withNote = (name: string, note: ReactNode) => (
  <>
    {code(name)} {note}
  </>
)
