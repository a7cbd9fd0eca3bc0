import { randomBytes } from 'node:crypto'
import type { OrganizationId } from '@/lib/domain/ids'
import type { Clock } from '@/lib/keyring/clock'
import { Keyring } from '@/lib/keyring/keyring'
import type { KeyringParts, Service } from '@/lib/keyring/parts'
import { PlatformWatch } from '@/lib/keyring/platform-watch'
import type { RootKey } from '@/lib/kms'
import { openStore, type Store } from '@/lib/store/open'
import { ensurePlatformRoot } from '@/lib/store/platform-roots'
import { atMost, attemptRow, type Row } from './row'
import { placeOf } from './subjects'
import { DATA_CLASS, inWorld, linkCustomerKey, type World } from './world'

const CALLS_AT_MOST = 40
const SECONDS = 15 * 60
const ENCRYPTIONS = 1_000_000

/** A place in the process table that is never lost. */
const ALWAYS_IN_SERVICE: Service = {
  until: { monoMs: Number.POSITIVE_INFINITY, wallMs: Number.POSITIVE_INFINITY },
  withdraw: async () => undefined,
  rejoin: async () => undefined,
}

/** How often each root was called. */
interface Calls {
  customer: number
  platform: number
}

/** A million encryptions in a quarter of an hour: by the clock of the keyring, which runs faster than ours. */
export async function measureKmsCalls(): Promise<Row[]> {
  const nameOf = (whose: string) =>
    `KMS calls to the ${whose}'s root, ${ENCRYPTIONS} encryptions in 15 minutes, to ${CALLS_AT_MOST}`
  let counted: Promise<Calls> | null = null
  const rows: Row[] = []
  for (const whose of ['customer', 'platform'] as const) {
    const row = await attemptRow(nameOf(whose), 1, async (name) => {
      counted ??= inWorld(countCalls)
      const calls = (await counted)[whose]
      return atMost(name, { ours: calls, peer: CALLS_AT_MOST, ratio: calls / CALLS_AT_MOST }, 1)
    })
    rows.push(row)
  }
  return rows
}

async function countCalls(world: World): Promise<Calls> {
  const store = openStore(world.database.serviceUrl)
  try {
    return await encryptFor15Minutes(world, store)
  } finally {
    await store.close()
  }
}

async function encryptFor15Minutes(world: World, store: Store): Promise<Calls> {
  const calls: Calls = { customer: 0, platform: 0 }
  let passedMs = 0
  const begin = { monoMs: performance.now(), wallMs: Date.now() }
  const clock: Clock = () => ({ monoMs: begin.monoMs + passedMs, wallMs: begin.wallMs + passedMs })
  const counted = (whose: keyof Calls, arn: string) =>
    counting(world.aws.rootKey(arn), () => (calls[whose] += 1))
  const report = (event: string, error: unknown) => {
    throw new Error(`the keyring reports: ${event}`, { cause: error })
  }
  const root = counted('platform', world.platformRoot)
  const { id } = await ensurePlatformRoot(store.platform, root.id, null)
  const parts: KeyringParts = {
    store,
    platform: new PlatformWatch(id, root, store.platform, clock, report),
    customerRoot: ({ keyId }) => counted('customer', keyId),
    clock,
    service: ALWAYS_IN_SERVICE,
    report,
  }
  const keyring = new Keyring(parts)
  await linkCustomerKey(keyring, parts, world)
  // The process is warm: what linking and the first load took is not counted.
  await keyring.activeKey(world.organization, DATA_CLASS)
  Object.assign(calls, { customer: 0, platform: 0 })
  const plaintext = randomBytes(64)
  for (let second = 0; second < SECONDS; second++) {
    const key = await keyring.activeKey(world.organization, DATA_CLASS)
    for (let done = 0; done < ENCRYPTIONS / SECONDS; done++) key.encrypt(placeOf('own'), plaintext)
    passedMs += 1_000
    await care(keyring, parts, world.organization)
  }
  keyring.stop()
  return calls
}

/** One turn of the care that the keyring's own timers would give, by its clock. */
async function care(
  keyring: Keyring,
  { platform }: KeyringParts,
  organization: OrganizationId,
): Promise<void> {
  const keys = keyring.of(organization)
  await keyring.followEpochs()
  keys.wipeUnusable()
  await platform.tick(keys.hasLoadedKeys)
  await keys.tick()
}

/** A root key that tells of each call. A wrap proves itself by an unwrap, but none happens here. */
function counting(root: RootKey, called: () => void): RootKey {
  return {
    provider: root.provider,
    id: root.id,
    wrap: (...given) => {
      called()
      return root.wrap(...given)
    },
    unwrap: (...given) => {
      called()
      return root.unwrap(...given)
    },
    describe: (...given) => {
      called()
      return root.describe(...given)
    },
    versions: (...given) => {
      called()
      return root.versions(...given)
    },
  }
}
