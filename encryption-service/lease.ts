import { type Instant, isAhead, later } from '@/lib/domain/instant'
import type { Clock } from '@/lib/keyring/clock'
import { keepLease, removeProcesses, renewLease } from '@/lib/store/key-processes'
import type { PlatformScope } from '@/lib/store/open'

const LEASE_MS = 30_000
const RENEW_EVERY_MS = 5_000

/**
 * This process's row in the process table. A process whose lease ended no longer counts; it checks its own lease by
 * both clocks, and begins anew, with nothing loaded, when it was taken out of service.
 */
export class ProcessLease {
  #renewedAt: ReturnType<Clock>
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly id: string,
    private readonly platform: PlatformScope,
    private readonly clock: Clock,
    private readonly takenOut: () => void,
  ) {
    this.#renewedAt = clock()
  }

  /** Enters the table and keeps the lease until `end`. */
  async begin(report: (error: unknown) => void): Promise<void> {
    await this.#enter()
    this.#timer = setInterval(() => this.#renew().catch(report), RENEW_EVERY_MS)
  }

  /** When the lease ends, by both clocks, if it is not renewed before. */
  get until(): Instant {
    return later(this.#renewedAt, LEASE_MS)
  }

  /** Whether the lease is held, by both clocks. */
  get held(): boolean {
    return isAhead(this.until, this.clock())
  }

  /** Leaves the table. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    await removeProcesses(this.platform, { id: this.id })
  }

  async #enter(): Promise<void> {
    const now = this.clock()
    await renewLease(this.platform, this.id, new Date(now.wallMs + LEASE_MS))
    this.#renewedAt = now
  }

  async #renew(): Promise<void> {
    const now = this.clock()
    const wasHeld = this.held
    if (wasHeld && (await keepLease(this.platform, this.id, new Date(now.wallMs + LEASE_MS)))) {
      this.#renewedAt = now
    } else {
      this.takenOut()
      await this.#enter()
    }
    await removeProcesses(this.platform, { leaseBefore: new Date(now.wallMs) })
  }
}
