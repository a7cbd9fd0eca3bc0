import { type Instant, isAhead, later } from '@/lib/domain/instant'
import { enterLease, keepLease, removeEndedProcesses, removeProcess } from '@/lib/store/key-processes'
import type { PlatformScope } from '@/lib/store/open'
import type { Changes } from './changes'
import type { Clock } from './clock'
import type { Service } from './parts'

const LEASE_MS = 30_000
const RENEW_EVERY_MS = 5_000

/**
 * This process's row in the process table. A process whose lease ended no longer counts; it checks its own lease by
 * both clocks, and begins anew, with nothing loaded, when it was taken out of service.
 */
export class ProcessLease implements Service {
  #until: Instant | null = null
  #withdrawn = false
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly id: string,
    private readonly platform: PlatformScope,
    private readonly clock: Clock,
    /** counts what may end the use of keys, the end of the lease among it */
    private readonly changes: Changes,
    /** out of service from this moment on: nothing that is loaded may be used any more */
    private readonly takenOut: () => void,
  ) {}

  /** Enters the table and keeps the lease until `end`. */
  async begin(report: (error: unknown) => void): Promise<void> {
    await this.#renew()
    this.#timer = setInterval(() => this.#renew().catch(report), RENEW_EVERY_MS)
  }

  /** When the lease ends, by both clocks, if it is not renewed before; null while out of service. */
  get until(): Instant | null {
    return this.#until
  }

  /** Whether this process is in service, by both clocks. */
  get held(): boolean {
    return this.#until !== null && isAhead(this.#until, this.clock())
  }

  /** Leaves the table until `rejoin`, because this process itself is what doesn't work. */
  async withdraw(): Promise<void> {
    this.#withdrawn = true
    this.#leave()
    await removeProcess(this.platform, this.id)
  }

  /** Serves again after `withdraw`. */
  async rejoin(): Promise<void> {
    this.#withdrawn = false
    await this.#renew()
  }

  /** Leaves the table for good. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    this.#withdrawn = true
    this.#leave()
    await removeProcess(this.platform, this.id)
  }

  async #renew(): Promise<void> {
    if (this.#withdrawn) return
    const until = later(this.clock(), LEASE_MS)
    const isKept = this.held && (await keepLease(this.platform, this.id, LEASE_MS))
    if (!isKept) {
      this.#leave()
      await enterLease(this.platform, this.id, LEASE_MS)
    }
    // It may have been withdrawn while the database answered.
    if (this.#withdrawn) await removeProcess(this.platform, this.id)
    else this.#become(until)
    await removeEndedProcesses(this.platform)
  }

  #leave(): void {
    this.#become(null)
    this.takenOut()
  }

  #become(until: Instant | null): void {
    this.#until = until
    this.changes.count += 1
  }
}
