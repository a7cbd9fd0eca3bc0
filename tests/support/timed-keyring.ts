import type { OrganizationId } from '@/lib/domain/ids'
import type { Instant } from '@/lib/domain/instant'
import { Keyring } from '@/lib/keyring/keyring'
import type { KeyringParts } from '@/lib/keyring/parts'
import { PlatformWatch } from '@/lib/keyring/platform-watch'
import { RootKeys } from '@/lib/kms'
import { ensurePlatformRoot } from '@/lib/store/platform-roots'
import { arnOf, credentials } from './aws-account'
import type { ServiceWorld } from './service-world'

/** A keyring of one organization, as a process of its own, whose clocks the test sets; its care is called by hand. */
export class TimedKeyring {
  readonly troubles: string[] = []
  readonly keyring: Keyring

  constructor(
    readonly organization: OrganizationId,
    readonly parts: KeyringParts,
  ) {
    this.keyring = new Keyring({ ...parts, report: (event) => this.troubles.push(event) })
  }

  static async over(world: ServiceWorld, clock: () => Instant): Promise<TimedKeyring> {
    const rootKeys = new RootKeys({ aws: { endpoint: world.aws.url, credentials } })
    const [row] = await world.sql<{ key_id: string }>('SELECT key_id FROM platform_roots')
    const root = rootKeys.aws(arnOf(row?.key_id ?? ''))
    const { id } = await ensurePlatformRoot(world.store.platform, root.id, null)
    const report = () => undefined
    return new TimedKeyring(world.organization, {
      store: world.store,
      platform: new PlatformWatch(id, root, world.store.platform, clock, report),
      customerRoot: (keyId) => rootKeys.aws(arnOf(keyId)),
      clock,
      inService: () => true,
      report,
    })
  }

  get keys() {
    return this.keyring.of(this.organization)
  }

  /** One turn of the care for the organization, as the timers would call it. */
  async care(): Promise<void> {
    await this.keyring.followEpochs()
    this.keys.wipeUnusable()
    await this.parts.platform.tick(this.keys.hasLoadedKeys)
    if (!this.keys.needsCare) return
    await this.keys.link?.tick()
    await this.keys.renew()
  }
}
