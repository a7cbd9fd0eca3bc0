import { randomUUID } from 'node:crypto'
import { LatchkeyError } from '@/lib/domain/errors'
import { organizationId } from '@/lib/domain/ids'
import { type OfferedRegions, parseKeyReference } from '@/lib/domain/key-reference'
import { linkIdentity } from '@/lib/domain/link-identity'
import { type CloudOptions, KmsError, type RootKey, RootKeys } from '@/lib/kms'
import { listenForEpochs } from '@/lib/store/epoch-notices'
import { openStore, type Store } from '@/lib/store/open'
import { ensurePlatformRoot } from '@/lib/store/platform-roots'
import { systemClock } from './clock'
import type { CacheLimits } from './key-cache'
import { Keyring } from './keyring'
import type { CustomerKey, KeyringParts } from './parts'
import { type PlatformRoot, platformRootOf } from './platform-root'
import { PlatformWatch } from './platform-watch'
import { ProcessLease } from './process-lease'
import type { Report } from './report'
import { Staging } from './staging'

const LOOK_AROUND_EVERY_MS = 5_000

/** What a process that holds keys is told. */
export interface KeyProcessOptions {
  /** PostgreSQL URL of a login in the role latchkey_service */
  databaseUrl: string
  platformRoot: PlatformRoot
  /** where customers' keys may lie */
  regions: OfferedRegions
  /** how each cloud is reached; AWS by the SDK's own ways, and the others not at all, when left out */
  clouds?: CloudOptions
  /** connections to the database at most */
  poolSize?: number
  /** keys in memory at most */
  limits?: CacheLimits
  /** gives back a root that does the same, with somebody looking on: for metrics */
  observeRoot?: (root: RootKey) => RootKey
  /** Hears of what went wrong in the background. The operator has to read it. */
  report: Report
}

/** A process that holds keys: its keyring, its row in the process table, and what keeps both up to date. */
export interface KeyProcess {
  id: string
  keyring: Keyring
  parts: KeyringParts
  inService(): boolean
  /** Wipes every key, leaves the process table and closes the database. Safe to call twice. */
  close(): Promise<void>
}

/** Opens the database and the way to the roots, enters the process table and begins the care for keys. */
export async function openKeyProcess(options: KeyProcessOptions): Promise<KeyProcess> {
  const store = openStore(options.databaseUrl, options.poolSize)
  const rootKeys = new RootKeys(options.clouds ?? { aws: {} })
  const closeAll = async () => {
    rootKeys.close()
    await store.close()
  }
  try {
    return await begin(options, store, rootKeys, closeAll)
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function begin(
  options: KeyProcessOptions,
  store: Store,
  rootKeys: RootKeys,
  closeAll: () => Promise<void>,
): Promise<KeyProcess> {
  let isClosing = false
  // What is cut off by the end of the process is nobody's trouble.
  const report: Report = (...told) => {
    if (!isClosing) options.report(...told)
  }
  const id = randomUUID()
  const customerRoot = ({ keyId, identity }: CustomerKey): RootKey => {
    const parsed = parseKeyReference(keyId, options.regions)
    if (!parsed.ok) throw new LatchkeyError('invalid_input', { message: parsed.message })
    const root = rootKeys.of(parsed.reference, linkIdentity.parse(identity))
    return options.observeRoot?.(root) ?? root
  }
  const platformRoot = platformRootOf(rootKeys, options.platformRoot)
  const platform = await openPlatform(options.observeRoot?.(platformRoot) ?? platformRoot, store, report)
  const { changes } = platform.watch
  const lease = new ProcessLease(id, store.platform, systemClock, changes, () => keyring.evictAll())
  const parts: KeyringParts = { store, platform, customerRoot, clock: systemClock, service: lease, report }
  const keyring = new Keyring(parts, options.limits)
  await lease.begin((error) => report('lease not renewed', error))
  keyring.start()

  const staging = new Staging(id, parts)
  const lookAround = setInterval(() => {
    staging.lookAround().catch((error) => report('changes of key not looked for', error))
  }, LOOK_AROUND_EVERY_MS)
  const notices = listenForEpochs(options.databaseUrl, (text) => {
    // Any login of the database can send a notice: one that names no organization is nothing.
    const { data: organization } = organizationId.safeParse(text)
    if (!organization) return
    keyring
      .epochMoved(organization)
      .then(() => staging.look(store.organization(organization)))
      .catch((error) => report('epoch not followed', error))
  })
  let closed: Promise<void> | null = null
  const close = async () => {
    isClosing = true
    clearInterval(lookAround)
    await notices.stop()
    keyring.stop()
    await lease.end()
    await closeAll()
  }
  return {
    id,
    keyring,
    parts,
    inService: () => lease.held,
    close() {
      closed ??= close()
      return closed
    },
  }
}

async function openPlatform(root: RootKey, store: Store, report: Report): Promise<PlatformWatch> {
  const row = await ensurePlatformRoot(store.platform, root.id, await creationOf(root, report))
  return new PlatformWatch(row.id, root, store.platform, systemClock, report)
}

/** When the platform root was made, for its age; not knowing it must not keep the process from starting. */
async function creationOf(root: RootKey, report: Report): Promise<Date | null> {
  try {
    return (await root.describe()).createdAt
  } catch (error) {
    if (!(error instanceof KmsError)) throw error
    report('platform root not described', error)
    return null
  }
}
