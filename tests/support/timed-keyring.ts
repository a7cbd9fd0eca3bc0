import type { OrganizationId } from '@/lib/domain/ids'
import type { Instant } from '@/lib/domain/instant'
import type { CacheLimits } from '@/lib/keyring/key-cache'
import { Keyring } from '@/lib/keyring/keyring'
import type { KeyringParts, Service } from '@/lib/keyring/parts'
import { PlatformWatch } from '@/lib/keyring/platform-watch'
import { type RootKey, RootKeys } from '@/lib/kms'
import { ensurePlatformRoot } from '@/lib/store/platform-roots'
import { arnOf, credentials } from './aws-account'
import type { ServiceWorld } from './service-world'

const FOR_EVER: Instant = { monoMs: Number.POSITIVE_INFINITY, wallMs: Number.POSITIVE_INFINITY }

/** A place in the process table that is never lost, unless the keyring itself gives it up. */
export class AlwaysInService implements Service {
  until: Instant | null = FOR_EVER

  async withdraw(): Promise<void> {
    this.until = null
  }

  async rejoin(): Promise<void> {
    this.until = FOR_EVER
  }
}

/** A keyring of one organization, as a process of its own, whose clocks the test sets; its care is called by hand. */
export class TimedKeyring {
  readonly keyring: Keyring

  constructor(
    readonly organization: OrganizationId,
    readonly parts: KeyringParts,
    /** what the operator was told */
    readonly troubles: string[] = [],
    limits?: CacheLimits,
  ) {
    this.keyring = new Keyring(parts, limits)
  }

  /** @param around what stands between the keyring and each root, to count or to hinder */
  static async over(
    world: ServiceWorld,
    clock: () => Instant,
    options: {
      limits?: CacheLimits
      around?: (root: RootKey) => RootKey
      /** the process's identity at AWS */
      identity?: typeof credentials
    } = {},
  ): Promise<TimedKeyring> {
    const { limits, around = (root) => root, identity = credentials } = options
    const rootKeys = new RootKeys({ aws: { endpoint: world.aws.url, credentials: identity } })
    const [row] = await world.sql<{ key_id: string }>('SELECT key_id FROM platform_roots')
    const root = around(rootKeys.aws(arnOf(row?.key_id ?? '')))
    const { id } = await ensurePlatformRoot(world.store.platform, root.id, null)
    const troubles: string[] = []
    const report = (event: string) => void troubles.push(event)
    const parts: KeyringParts = {
      store: world.store,
      platform: new PlatformWatch(id, root, world.store.platform, clock, report),
      customerRoot: ({ keyId }) => around(rootKeys.aws(arnOf(keyId))),
      clock,
      service: new AlwaysInService(),
      report,
    }
    return new TimedKeyring(world.organization, parts, troubles, limits)
  }

  get keys() {
    return this.keyring.of(this.organization)
  }

  /** One turn of the care for the organization, as the timers would call it. */
  async care(): Promise<void> {
    await this.keyring.judgeService()
    await this.keyring.followEpochs()
    this.keys.wipeUnusable()
    await this.parts.platform.tick(this.keys.hasLoadedKeys)
    if (!this.keys.needsCare) return
    await this.keys.tick()
  }
}
