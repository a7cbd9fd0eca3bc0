import { isStopped, unproven } from '@/lib/domain/availability'
import { isDue, nextProbeAt } from '@/lib/domain/probe-schedule'
import type { RootKey, WrapContext } from '@/lib/kms/root-key'
import { recordPlatformRoot } from '@/lib/store/availability-rows'
import type { PlatformScope } from '@/lib/store/open'
import type { Clock } from './clock'
import { type Attempt, RootWatch } from './root-watch'

/** A share that the platform's root has wrapped: unwrapping it proves the root. */
interface Sample {
  ciphertext: Uint8Array
  context: WrapContext
}

/**
 * The platform's own root: its availability is proven once per process, for all organizations,
 * and its loss is never shown to a customer as their denial.
 */
export class PlatformWatch {
  readonly watch: RootWatch
  #sample: Sample | null = null

  constructor(
    readonly rowId: string,
    readonly root: RootKey,
    platform: PlatformScope,
    private readonly clock: Clock,
  ) {
    this.watch = new RootWatch(unproven(clock()), clock, (_attempt: Attempt, before, after) =>
      recordPlatformRoot(platform, rowId, {
        availability: after.state,
        cause: after.cause,
        since: new Date(after.since.wallMs),
        ...(after.lastProofAt !== before.lastProofAt && after.lastProofAt
          ? { lastProofAt: new Date(after.lastProofAt.wallMs) }
          : {}),
      }),
    )
  }

  /** Unwraps a platform share. @throws KmsError */
  async unwrap(ciphertext: Uint8Array, context: WrapContext): Promise<Uint8Array> {
    const { share } = await this.watch.attempt(() => this.root.unwrap(ciphertext, context))
    this.#sample = { ciphertext, context }
    return share
  }

  /** Proves the root with a share that it wrapped; without any share in use there is nothing to prove. */
  async prove(): Promise<void> {
    const sample = this.#sample
    if (!sample) return
    await this.watch.prove(async () => {
      const { share } = await this.root.unwrap(sample.ciphertext, sample.context)
      share.fill(0)
    })
  }

  /** Called regularly: proves when it is time to, as long as keys are loaded or the root is stopped. */
  async tick(inUse: boolean): Promise<void> {
    const { availability } = this.watch
    if (!inUse && !isStopped(availability)) return
    const now = this.clock()
    if (isDue(nextProbeAt(availability, now, Math.random()), now)) await this.prove()
  }
}
