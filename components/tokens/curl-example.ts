import type { DataClass } from '@/lib/domain/data-classes'
import type { TokenExample } from '@/lib/domain/views/tokens'

/** One thing that a token may do. */
export interface Use {
  operation: 'encrypt' | 'decrypt'
  dataClass: DataClass
}

/** A request that a token may make, ready for a shell: the value is "hello" in base64url. */
export function curlExample(token: string, { serviceUrl, organizationId }: TokenExample, use: Use): string {
  const { operation, dataClass } = use
  const organization = organizationId ?? 'ID-OF-THE-ORGANIZATION'
  const context = { organization, dataClass, object: 'example-1', field: 'note' }
  const what = operation === 'encrypt' ? { plaintext: 'aGVsbG8' } : { ciphertext: 'WHAT-ENCRYPTING-ANSWERED' }
  return [
    `curl -sS ${new URL(`/v1/${operation}`, serviceUrl)} \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify({ context, ...what }, null, 2).replaceAll('\n', '\n  ')}'`,
  ].join('\n')
}
