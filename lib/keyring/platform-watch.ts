import { type Availability, unproven } from '@/lib/domain/availability'
import { LatchkeyError } from '@/lib/domain/errors'
import { KmsError, type RootKey, type StoredWrap, type WrapContext } from '@/lib/kms'
import { recordPlatformRoot } from '@/lib/store/availability-rows'
import type { PlatformScope } from '@/lib/store/open'
import type { Clock } from './clock'
import type { Report } from './report'
import { type Attempt, failureOf, RootWatch } from './root-watch'

/** A share that the platform's root has wrapped: unwrapping it proves the root. */
interface Sample {
  wrap: StoredWrap
  context: WrapContext
  /** whether it ever was opened: until then, what is wrong may be wrong with itself */
  opened: boolean
}

/**
 * The platform's own root: its availability is proven once per process, for all organizations,
 * and its loss is never shown to a customer as their denial.
 */
export class PlatformWatch {
  readonly watch: RootWatch
  #sample: Sample | null = null
  #told: Availability['state'] = 'active'

  constructor(
    readonly rowId: string,
    readonly root: RootKey,
    private readonly platform: PlatformScope,
    clock: Clock,
    private readonly report: Report,
  ) {
    this.watch = new RootWatch(unproven(clock()), clock, (attempt, _before, after) =>
      this.#heard(attempt, after),
    )
  }

  /** Unwraps a platform share. @throws KmsError */
  async unwrap(wrap: StoredWrap, context: WrapContext): Promise<Uint8Array> {
    const sample = { wrap, context, opened: false }
    this.#sample ??= sample
    const share = await this.watch.attempt(() => this.#open(sample))
    this.#sample = sample
    return share
  }

  /** Something to prove the root with, as long as nothing was opened yet: else a stop at the start would never end. */
  offer(wrap: StoredWrap, context: WrapContext): void {
    this.#sample ??= { wrap, context, opened: false }
  }

  /** Proves the root with a share that it wrapped; without any share in use there is nothing to prove. */
  async prove(): Promise<void> {
    const sample = this.#sample
    if (!sample) return
    await this.watch.prove(async () => {
      const share = await this.#open(sample)
      share.fill(0)
    })
  }

  /** Called regularly: proves when it is time to, as long as keys are loaded or the root is not active. */
  async tick(inUse: boolean): Promise<void> {
    if (!inUse && this.watch.availability.state === 'active') return
    if (this.watch.isProofDue) await this.prove()
  }

  /** A share that never opened and is not what the root wrapped says nothing about the root: one row is at fault. */
  async #open(sample: Sample): Promise<Uint8Array> {
    try {
      const { share } = await this.root.unwrap(sample.wrap, sample.context)
      sample.opened = true
      return share
    } catch (error) {
      if (sample.opened || !(error instanceof KmsError) || error.outcome !== 'INTEGRITY') throw error
      if (this.#sample === sample) this.#sample = null
      throw new LatchkeyError('does_not_open', { cause: error })
    }
  }

  /** Its loss is nobody's business but the operator's, who is paged once for each state that it falls into. */
  async #heard(attempt: Attempt, after: Availability): Promise<void> {
    if (after.state !== this.#told && after.state !== 'active') {
      this.report(`platform root ${WORDS[after.state]}`, failureOf(attempt), { root: this.rowId })
    }
    this.#told = after.state
    await recordPlatformRoot(this.platform, this.rowId, {
      availability: after.state,
      cause: after.cause,
      since: new Date(after.since.wallMs),
      ...(after.lastProofAt ? { lastProofAt: new Date(after.lastProofAt.wallMs) } : {}),
    }).catch((error: unknown) => {
      // What can't be recorded is in force here all the same, and must not fail who asked.
      this.report('platform root not recorded', error)
    })
  }
}

const WORDS = {
  grace: 'out of reach',
  stopped_unreachable: 'out of reach for too long',
  stopped_denied: 'denied',
} as const
