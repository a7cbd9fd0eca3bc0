import { CopyableId } from '@/components/ui/code-block'
import { providerOfKeyId } from '@/lib/domain/key-reference'
import { CLOUD_WORDS } from '@/lib/domain/provider'

/** What names a key, to be copied, called as its cloud calls it. */
export function KeyLine({ keyId }: { keyId: string }) {
  return <CopyableId value={keyId} label={CLOUD_WORDS[providerOfKeyId(keyId)].keyId} />
}
