import { placeOfKey } from '@/lib/domain/key-place'
import { providerOfKeyId } from '@/lib/domain/key-reference'

/** Enough of a key's id to tell two keys apart in a table; the whole id for assistive technology. */
export function ShortKey({ keyId }: { keyId: string }) {
  const { account, place, name } = placeOfKey(keyId)
  return (
    <span className="whitespace-nowrap" title={keyId}>
      <code className="font-mono text-xs">
        {providerOfKeyId(keyId) === 'aws' && '…'}
        {name}
      </code>
      <span className="text-ink-faint"> in {[account, place].filter(Boolean).join(', ')}</span>
    </span>
  )
}
