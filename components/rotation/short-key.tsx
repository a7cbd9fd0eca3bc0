/** The end of a key's ARN, enough to tell two keys apart in a table; the whole ARN for assistive technology. */
export function ShortKey({ keyId }: { keyId: string }) {
  const [, , , region, account, resource = ''] = keyId.split(':')
  return (
    <span className="whitespace-nowrap" title={keyId}>
      <code className="font-mono text-xs">…{resource.slice(-12)}</code>
      <span className="text-ink-faint">
        {' '}
        in {account}, {region}
      </span>
    </span>
  )
}
