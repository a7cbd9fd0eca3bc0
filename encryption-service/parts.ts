import { parseAwsKeyArn } from '@/lib/domain/aws-arn'
import { LatchkeyError } from '@/lib/domain/errors'
import type { ServiceEnv } from '@/lib/env'
import { systemClock } from '@/lib/keyring/clock'
import type { KeyringParts } from '@/lib/keyring/parts'
import { PlatformWatch } from '@/lib/keyring/platform-watch'
import { KmsError, type RootKey, RootKeys } from '@/lib/kms'
import { openStore } from '@/lib/store/open'
import { ensurePlatformRoot } from '@/lib/store/platform-roots'
import { log } from './log'

/** Opens the database and the way to the roots. */
export async function openParts(env: ServiceEnv, serviceUntil: KeyringParts['serviceUntil']) {
  const store = openStore(env.databaseUrl, 20)
  const rootKeys = new RootKeys({ aws: { endpoint: env.awsEndpoint } })
  const rootOf = (keyId: string): RootKey => {
    const parsed = parseAwsKeyArn(keyId, env.awsRegions)
    if (!parsed.ok) throw new LatchkeyError('invalid_input', { message: parsed.message })
    return rootKeys.aws(parsed.key)
  }
  const root = rootOf(env.platformRoot)
  const row = await ensurePlatformRoot(store.platform, root.id, await creationOf(root))
  const report: KeyringParts['report'] = (event, error, ids) => log.failure(event, error, ids)
  const platform = new PlatformWatch(row.id, root, store.platform, systemClock, report)
  const parts: KeyringParts = {
    store,
    platform,
    customerRoot: rootOf,
    clock: systemClock,
    serviceUntil,
    report,
  }
  return {
    parts,
    close: async () => {
      rootKeys.close()
      await store.close()
    },
  }
}

/** When the platform root was made, for its age; not knowing it must not keep the service from starting. */
async function creationOf(root: RootKey): Promise<Date | null> {
  try {
    return (await root.describe()).createdAt
  } catch (error) {
    if (!(error instanceof KmsError)) throw error
    log.failure('platform root not described', error)
    return null
  }
}
