import type { Instant } from '@/lib/domain/instant'

const START: Instant = { monoMs: 1_000_000, wallMs: Date.UTC(2027, 0, 15) }

/** Both clocks of a machine, as a scenario moves them. */
export class FakeClock {
  #now = START

  readonly now = (): Instant => this.#now

  reset(): void {
    this.#now = START
  }

  /** Moves the clocks, together or each by itself; the monotonic one only forward. */
  move(monoMs: number, wallMs = monoMs): void {
    this.#now = { monoMs: this.#now.monoMs + Math.max(0, monoMs), wallMs: this.#now.wallMs + wallMs }
  }
}
