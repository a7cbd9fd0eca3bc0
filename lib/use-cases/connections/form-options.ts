import { LatchkeyError } from '@/lib/domain/errors'
import type { ConnectionFormOptions } from '@/lib/domain/views/connections'
import { webEnv } from '@/lib/env'
import { type Context, inOrganization } from '../context'

/** What the operator allows a connection's form to offer. @throws LatchkeyError forbidden */
export async function readConnectionFormOptions(context: Context): Promise<ConnectionFormOptions> {
  inOrganization(context, 'connections.write')
  const { allowUnverifiedTls, demoDatabase } = webEnv()
  return { unverifiedTlsAllowed: allowUnverifiedTls, demoDatabase: demoDatabase ?? null }
}

/**
 * Refuses what the form doesn't offer; the encryption service decides again when it connects.
 * @throws LatchkeyError invalid_input
 */
export function refuseUnverifiedTls({ verifyTls }: { verifyTls: boolean }): void {
  if (verifyTls || webEnv().allowUnverifiedTls) return
  throw new LatchkeyError('invalid_input', {
    fields: { verifyTls: 'The operator requires verified TLS.' },
  })
}
