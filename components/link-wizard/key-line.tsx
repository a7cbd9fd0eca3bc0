import { CopyableId } from '@/components/ui/code-block'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import { providerOfKeyId } from '@/lib/domain/key-reference'

/** What names a key, to be copied, called as its cloud calls it. */
export function KeyLine({ keyId }: { keyId: string }) {
  return <CopyableId value={keyId} label={CLOUD_WORDS[providerOfKeyId(keyId)].keyIdLabel} />
}
