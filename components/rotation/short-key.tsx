import { parseAzureKeyUrl } from '@/lib/domain/azure-key-url'
import { providerOfKeyId } from '@/lib/domain/key-reference'

/** The end of what names a key, enough to tell two keys apart in a table; the whole of it for assistive technology. */
export function ShortKey({ keyId }: { keyId: string }) {
  const { name, place } = shortOf(keyId)
  return (
    <span className="whitespace-nowrap" title={keyId}>
      <code className="font-mono text-xs">{name}</code>
      <span className="text-ink-faint"> in {place}</span>
    </span>
  )
}

function shortOf(keyId: string): { name: string; place: string } {
  const provider = providerOfKeyId(keyId)
  if (provider === 'aws') {
    const [, , , region, account, resource = ''] = keyId.split(':')
    return { name: `…${resource.slice(-12)}`, place: `${account}, ${region}` }
  }
  if (provider === 'azure') {
    const parsed = parseAzureKeyUrl(keyId)
    return parsed.ok
      ? { name: ending(parsed.key.name), place: parsed.key.vaultName }
      : { name: ending(keyId), place: 'Azure' }
  }
  const [, project, , location, , , , key = ''] = keyId.split('/')
  return { name: ending(key), place: `${project}, ${location}` }
}

const ending = (name: string) => (name.length > 24 ? `…${name.slice(-23)}` : name)
