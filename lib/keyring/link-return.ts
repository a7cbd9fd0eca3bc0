import type { Instant } from '@/lib/domain/instant'
import { claimProbe, readDenials, recordFirstGood, releaseProbe } from '@/lib/store/availability-rows'
import type { OrganizationScope } from '@/lib/store/scope'
import type { Clock } from './clock'

const PROBE_LEASE_MS = 20_000

/**
 * How one process tries a stopped link: in turn with the others, and so that no denial, whichever process it was given,
 * comes between the two good proofs that end the stop.
 */
export class LinkReturn {
  /** until when this process may try alone */
  #lease: Date | null = null
  /** how many denials there were before the first good proof, or before the next one as long as there is none */
  #denials: bigint

  constructor(
    private readonly scope: OrganizationScope,
    private readonly linkId: string,
    private readonly clock: Clock,
    denials: bigint,
  ) {
    this.#denials = denials
  }

  get denials(): bigint {
    return this.#denials
  }

  /** Takes in the number of denials that the row names; only while no good proof was made. */
  follow(denials: bigint): void {
    this.#denials = denials
  }

  /** Takes the turn: else a process that alone is denied would keep the others from returning. */
  async claim(): Promise<boolean> {
    const { wallMs } = this.clock()
    const until = new Date(wallMs + PROBE_LEASE_MS)
    const lease = { now: new Date(wallMs), until, held: this.#lease }
    const isOurs = await claimProbe(this.scope, this.linkId, lease)
    this.#lease = isOurs ? until : null
    return isOurs
  }

  /** After an answer that isn't good it is others' turn, before this process is refused again. */
  async release(): Promise<void> {
    const lease = this.#lease
    if (!lease) return
    this.#lease = null
    await releaseProbe(this.scope, this.linkId, lease)
  }

  /** Asks the root; when a process was denied since the good proof before, what is asked now can only be the first. */
  async ask<T>(root: () => Promise<T>, beginAnew: () => void): Promise<T> {
    const before = await readDenials(this.scope, this.linkId)
    const answer = await root()
    if ((await readDenials(this.scope, this.linkId)) !== this.#denials) {
      beginAnew()
      this.#denials = before
    }
    return answer
  }

  /** Keeps the first good proof, so that a process that begins meanwhile goes on from there; null: there is none. */
  async record(firstGoodAt: Instant | null): Promise<void> {
    const at = firstGoodAt && new Date(firstGoodAt.wallMs)
    await recordFirstGood(this.scope, this.linkId, { firstGoodAt: at, denials: this.#denials })
  }
}
