import { LatchkeyError } from '@/lib/domain/errors'
import { organizationId } from '@/lib/domain/ids'
import { nextTurnAt, WATCH_LEASE_MS, type WatchTurn } from '@/lib/domain/watch-schedule'
import { claimTurn, type DueWatch, endTurn, findDueWatches } from '@/lib/store/link-watches'
import { check } from './check'
import { look } from './look'
import type { WatchParts } from './parts'

const TURN_EVERY_MS = 5_000
/** In one turn and at a time: after a long silence thousands of keys are due, and they share the clouds' quotas. */
const TAKEN_AT_ONCE = 16
const SIDE_BY_SIDE = 4

const TURNS = { look, check }

/**
 * Looks at every linked key within the hour and checks it within the day. Several processes share the work: whoever
 * sets a row's next turn first has it, for two minutes; one that dies on the way leaves it to the others.
 */
export class KeyWatcher {
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | null = null
  #isStopping = false

  /** @param inService out of service a process leaves keys alone */
  constructor(
    private readonly parts: WatchParts,
    private readonly inService: () => boolean,
  ) {}

  /** Begins; call once. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.turn()
        .catch((error) => this.parts.report('keys not watched', error))
        .finally(() => {
          this.#running = null
        })
    }, TURN_EVERY_MS)
  }

  /** Ends, when what is under way has ended. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#timer)
    await this.#running
  }

  /** Takes what is due, as far as nobody else does. */
  async turn(): Promise<void> {
    if (!this.inService()) return
    for (const turn of ['look', 'check'] as const) {
      const due = await findDueWatches(this.parts.store.platform, turn, this.#now(), TAKEN_AT_ONCE)
      const takeNext = async () => {
        for (let watch = due.shift(); watch && !this.#isStopping; watch = due.shift()) {
          await this.#take(turn, watch)
        }
      }
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, takeNext))
    }
  }

  async #take(turn: WatchTurn, watch: DueWatch): Promise<void> {
    const scope = this.parts.store.organization(organizationId.parse(watch.organizationId))
    const until = new Date(this.#now().getTime() + WATCH_LEASE_MS)
    if (!(await claimTurn(scope, turn, watch, until))) return
    const answered = await TURNS[turn](this.parts, scope, watch).catch((error: unknown) => {
      this.parts.report('key not watched', error, { link: watch.linkId, turn })
      // What is wrong with the row itself is not put right by trying again soon.
      return error instanceof LatchkeyError
    })
    const next = nextTurnAt(turn, this.#now(), answered, Math.random())
    await endTurn(scope, turn, watch.linkId, { until, next })
  }

  #now(): Date {
    return new Date(this.parts.clock().wallMs)
  }
}
