import { encodeCatalog } from '@/lib/domain/catalog'
import { catalogContext, credentialContext } from '@/lib/domain/connection-binding'
import { valueOrThrow } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import { CONNECTION_OUTCOMES, type ConnectionOutcome } from '@/lib/domain/jobs'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { findConnectionSecret, recordTest } from '@/lib/store/connections'
import type { JobEnd, RunningJob } from './job'
import { probeDatabase } from './probe-database'

/** Decrypts a connection's credential and really connects. Only the outcome and the names of tables come back. */
export async function testConnection(job: RunningJob<'test-connection'>): Promise<JobEnd> {
  const { keys, keyring, connectionPolicy, now } = job
  const { connectionId } = job.input
  const connection = await findConnectionSecret(keys.scope, connectionId)
  if (!connection) throw new LatchkeyError('not_found')
  const core = keyringCore(keyring)

  const [opened] = await core.decrypt([
    { context: credentialContext(keys.id, connection), ciphertext: connection.credential },
  ])
  const target = { id: connectionId, unchangedSince: connection.updatedAt }
  if (!opened?.ok) return end(job, target, outcomeOf(opened?.code))
  const probe = await probeDatabase(connection, new TextDecoder().decode(opened.value), connectionPolicy)
  opened.value.fill(0)
  if (probe.outcome !== 'connected') return end(job, target, probe.outcome)

  const plaintext = encodeCatalog(probe.catalog)
  const [sealed] = await core.encrypt([{ context: catalogContext(keys.id, connectionId), plaintext }])
  const catalog = new Uint8Array(valueOrThrow(sealed))
  await recordTest(keys.scope, target, { lastTestAt: now(), lastTestCode: 'connected', catalog })
  const tables = probe.catalog.reduce((sum, schema) => sum + schema.tables.length, 0)
  return { result: { outcome: 'connected', schemas: probe.catalog.length, tables } }
}

async function end(
  { keys, now }: RunningJob<'test-connection'>,
  target: { id: string; unchangedSince: Date },
  outcome: ConnectionOutcome,
): Promise<JobEnd> {
  await recordTest(keys.scope, target, { lastTestAt: now(), lastTestCode: outcome })
  return { result: { outcome } }
}

/** A refusal to open the credential is an outcome of the test, too. */
function outcomeOf(code: string | undefined): ConnectionOutcome {
  return code !== undefined && code in CONNECTION_OUTCOMES ? (code as ConnectionOutcome) : 'does_not_open'
}
