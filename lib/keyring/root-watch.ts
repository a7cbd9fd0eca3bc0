import { type Availability, afterProof, atTime, demandProof } from '@/lib/domain/availability'
import type { Instant } from '@/lib/domain/instant'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { isDue, mayProbeOnDemand, nextProbeAt } from '@/lib/domain/probe-schedule'
import { KmsError } from '@/lib/kms/kms-error'
import { Changes } from './changes'
import type { Clock } from './clock'

/** One attempt at a root: what came of it, and what the cloud said. */
export interface Attempt {
  outcome: KmsOutcome
  startedAt: Instant
  errorName: string | null
  requestId: string | null
}

/** What is told after each attempt, with the availability before and after it. */
export type AttemptListener = (attempt: Attempt, before: Availability, after: Availability) => Promise<void>

/** What one process knows of one root's availability. All rules are in lib/domain/availability. */
export class RootWatch {
  #availability: Availability
  #proving: Promise<void> | null = null
  /** 0 to 1, drawn anew after each attempt: spreads the proofs of many processes and links */
  #spread = Math.random()

  /** @param changes counts every change of the availability, beside others perhaps */
  constructor(
    initial: Availability,
    private readonly clock: Clock,
    private readonly listener: AttemptListener,
    readonly changes = new Changes(),
  ) {
    this.#availability = initial
  }

  /** The availability as of now: grace that ran out meanwhile is over. */
  get availability(): Availability {
    this.#become(atTime(this.#availability, this.clock()))
    return this.#availability
  }

  /** Takes over what another process found out. */
  adopt(availability: Availability): void {
    this.#become(availability)
  }

  /** The first of the two good proofs that end a stop does not count any more. */
  beginReturnAnew(): void {
    this.#become({ ...this.#availability, firstGoodAt: null })
  }

  /** The next use has to wait for a proof. */
  demandProof(): void {
    this.#become(demandProof(this.#availability, this.clock()))
  }

  /** Whether it is time for the next proof of a root whose keys are loaded, or which is stopped. */
  get isProofDue(): boolean {
    const now = this.clock()
    return isDue(nextProbeAt(this.availability, now, this.#spread), now)
  }

  /**
   * Does something at the root and takes in what it says; the caller gets the result or the root's error.
   * @throws KmsError
   */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = this.clock()
    try {
      const result = await work()
      await this.#take({ outcome: 'OK', startedAt, errorName: null, requestId: null })
      return result
    } catch (error) {
      if (!(error instanceof KmsError)) throw error
      const { outcome, errorName, requestId } = error
      await this.#take({ outcome, startedAt, errorName, requestId })
      throw error
    }
  }

  /** Proves the root, once for all who ask at the same time; the outcome shows in the availability. */
  prove(work: () => Promise<unknown>): Promise<void> {
    this.#proving ??= this.attempt(work)
      .then(
        () => undefined,
        (error: unknown) => {
          if (!(error instanceof KmsError)) throw error
        },
      )
      .finally(() => {
        this.#proving = null
      })
    return this.#proving
  }

  /** Whether a refused request or "check now" may try the root now. */
  get mayProbeOnDemand(): boolean {
    return this.#proving === null && mayProbeOnDemand(this.availability, this.clock())
  }

  async #take(attempt: Attempt): Promise<void> {
    const before = this.availability
    const after = afterProof(before, attempt, this.clock())
    this.#become(after)
    this.#spread = Math.random()
    await this.listener(attempt, before, after)
  }

  #become(availability: Availability): void {
    if (availability === this.#availability) return
    this.#availability = availability
    this.changes.count += 1
  }
}

/** What the cloud said, as an error for the log. */
export function failureOf({ outcome, errorName, requestId }: Attempt): KmsError {
  return new KmsError({ outcome, errorName: errorName ?? 'none', requestId, operation: 'Decrypt' })
}
