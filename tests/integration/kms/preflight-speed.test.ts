import { describe, expect, it } from 'vitest'
import { runPreflight } from '@/lib/kms'
import type { RootKey } from '@/lib/kms/root-key'
import { AwsWorld } from './aws-world'
import { AzureWorld } from './azure-world'
import { GoogleWorld, ORGANIZATION } from './google-world'

/** Far above what anything here takes by itself, so that a busy machine does not count as a call. */
const LATENCY_MS = 400
/** Of a healthy key, one after the other: a look, a wrap with its proof, and the unwrap beside what a stranger may do. */
const IN_A_ROW = 5

const aws = new AwsWorld()
const azure = new AzureWorld()
const google = new GoogleWorld()
const link = { organization: ORGANIZATION, scope: 'all', region: 'global' }

const CLOUDS = {
  aws: { world: aws, root: async () => aws.rootKey(await aws.createKey()) },
  azure: { world: azure, root: async () => azure.rootKey(await azure.createKey()) },
  google: { world: google, root: async () => google.rootKey(await google.createKey()) },
}

async function tookMs(root: RootKey): Promise<number> {
  const startedAt = performance.now()
  const { passed } = await runPreflight(root, link)
  expect(passed).toBe(true)
  return performance.now() - startedAt
}

describe('the checks of a healthy key', () => {
  it.each(['aws', 'azure', 'google'] as const)('wait for few calls in a row at %s', async (cloud) => {
    const { world, root } = CLOUDS[cloud]
    const key = await root()
    const quick = await tookMs(key)
    await world.setFault({ kind: 'slow', delayMs: LATENCY_MS })
    const slow = await tookMs(key)
    const rounds = (slow - quick) / LATENCY_MS
    expect(rounds).toBeGreaterThan(2)
    expect(rounds).toBeLessThan(IN_A_ROW + 0.9)
  })
})
