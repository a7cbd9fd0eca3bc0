import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import type { Found } from './fault-cell'
import type { Expected, FaultKind, Operation, Place } from './fault-kinds'
import type { Certificate } from './fault-proxy'

/** What became of one call that met a fault of TLS. */
export interface TlsFound {
  name: string
  operation: Operation
  found: Found
}

/** A connection that can't be trusted is none: what somebody in between shows must never pass for a refusal. */
const untrusted: Expected = { outcome: 'UNREACHABLE', tries: 1 }

const file = (name: string) => readFileSync(path.join(import.meta.dirname, 'tls', name))
/** A certificate for *.fault.invalid by an authority of tests, both good for a hundred years; or one of those that aren't. */
export const certificate = (name: 'good' | 'expired' | 'other-host'): Certificate => ({
  key: file('key.pem'),
  cert: file(`${name}.pem`),
})

const showing =
  (name: 'expired' | 'other-host') =>
  ({ proxy }: Place) =>
    proxy.show(certificate(name))

export const TLS_KINDS: FaultKind[] = [
  { name: 'TLS expired', arrange: showing('expired'), expected: untrusted, counts: 'lookups' },
  { name: 'TLS wrong host', arrange: showing('other-host'), expected: untrusted, counts: 'lookups' },
  {
    name: 'TLS never shakes hands',
    arrange: async ({ proxy }: Place) => {
      const { port } = proxy
      await proxy.close()
      const silent = createServer().listen(port, '127.0.0.1').unref()
      await once(silent, 'listening')
    },
    expected: { outcome: 'UNREACHABLE', tries: 2 },
    counts: 'lookups',
  },
]
