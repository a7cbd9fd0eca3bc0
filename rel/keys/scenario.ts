import type { History } from './history'
import type { DataKind, KeyProcess } from './key-process'
import type { KeyWorld } from './key-world'
import { goodAnswers, judge, knownOf, LIMITS, lastEpochRead, standingOf, type Use } from './rules'
import type { Step } from './steps'

const RECOVERY_TURNS = 16
const RECOVERY_TURN_MS = 60_000

/** A course of steps in one world, each answer judged by the rules. */
export class Scenario {
  judged = 0
  opened = 0
  #asked: Promise<void> | null = null
  /** the key in hand worked when it was last asked */
  #works = false

  constructor(private readonly world: KeyWorld) {}

  /** @throws Error with what a rule says against it */
  async run(steps: Step[]): Promise<void> {
    for (const step of steps) {
      await this.#take(step)
      await this.#rest()
      // Asked again as long as it works: once it is refused, asking would have the root tried.
      if (!this.#works) continue
      this.#workWithHeld()
      await this.#process.settle()
    }
    await this.#recover()
  }

  get #process(): KeyProcess {
    return this.world.newest
  }

  async #take(step: Step): Promise<void> {
    const { clock, roots } = this.world
    const process = this.#process
    switch (step.do) {
      case 'pass':
        return clock.move(step.ms)
      case 'passTo':
        return this.#passTo(step)
      case 'jump':
        return clock.move(0, step.wallMs)
      case 'sleep':
        clock.move(step.mono ? step.ms : 0, step.ms)
        return this.#use({ do: 'use', operation: 'decrypt', kind: 'secret', database: true })
      case 'say':
        return roots[step.root].say(step.outcome)
      case 'flap':
        return this.#flap(step)
      case 'care':
        this.#look()
        return this.#unheld(process.care())
      case 'prove':
        this.#look()
        return this.#unheld(process.prove())
      case 'use':
        return this.#use(step)
      case 'hold':
        return this.#hold(step.kind)
      case 'useHeld':
        return this.#workWithHeld()
      case 'ask':
        roots.customer.hold()
        this.#asked ??= process.prove()
        return
      case 'answer':
        return this.#answer()
      case 'restart':
        return this.#restart()
    }
  }

  /** A process that is awake sees the time at the end of whatever it does. */
  async #rest(): Promise<void> {
    await this.#process.settle()
    this.#process.look()
  }

  #look(): void {
    this.world.history.push({ kind: 'look', process: this.#process.number, at: this.world.clock.now() })
  }

  async #use({ operation, kind, database }: Extract<Step, { do: 'use' }>): Promise<void> {
    const process = this.#process
    this.#look()
    process.databaseAway = !database
    const { history } = this.world
    const answering = process
      .use(operation, kind)
      .catch((error: Error) => {
        if (database) throw error
        return 'no database'
      })
      // What is heard of a root from here on came after the answer.
      .then((answered) => ({ answered, known: history.slice() }))
    const { answered, known } = await this.#unheld(answering)
    process.databaseAway = false
    this.#judge(this.world.sample(kind).share, answered, !database, known)
  }

  async #hold(kind: DataKind): Promise<void> {
    this.#works = await this.#unheld(
      this.#process.hold(kind).then(
        () => true,
        () => false,
      ),
    )
  }

  #workWithHeld(): void {
    this.#look()
    const held = this.#process.workWithHeld()
    this.#works = held?.answered === 'opened'
    if (held) this.#judge(held.share, held.answered, true)
  }

  #judge(share: string, answered: string, held: boolean, known: History = this.world.history): void {
    const { history, clock } = this.world
    const { number: process } = this.#process
    const roots: Use['roots'] =
      share === this.world.sample('metadata').share ? ['platform'] : ['platform', 'customer']
    const use = { process, share, roots, now: clock.now(), answered, held }
    const wrong = judge(known, use)
    if (wrong !== null) throw new Error(wrong)
    this.judged += 1
    if (answered !== 'opened') return
    this.opened += 1
    history.push({ kind: 'opened', process, share, at: clock.now() })
  }

  /** Waits for work; when that waits for a proof that is held back, the proof is answered now. */
  async #unheld<T>(work: Promise<T>): Promise<T> {
    let done = false
    const ended = work.finally(() => {
      done = true
    })
    ended.catch(() => undefined)
    await Promise.race([ended.catch(() => undefined), this.#process.settle()])
    if (!done) await this.#answer()
    return ended
  }

  async #answer(): Promise<void> {
    const { customer } = this.world.roots
    do {
      customer.release()
      await this.#process.settle()
    } while (customer.held > 0)
    await this.#asked
    this.#asked = null
  }

  async #flap({ outcome, times, everyMs }: Extract<Step, { do: 'flap' }>): Promise<void> {
    await this.#answer()
    for (let turn = 0; turn < times; turn += 1) {
      for (const said of [outcome, 'OK'] as const) {
        this.world.roots.customer.say(said)
        await this.#process.prove()
        await this.#rest()
        await this.#use({ do: 'use', operation: 'decrypt', kind: 'secret', database: true })
        await this.#rest()
        this.world.clock.move(everyMs)
        await this.#rest()
      }
    }
  }

  /** To a moment when something ends, or a little before or after it, if that is still to come. */
  #passTo({ border, root, by }: Extract<Step, { do: 'passTo' }>): void {
    const { history, clock } = this.world
    const { number } = this.#process
    const begun = {
      grace: () => goodAnswers(history, number, root).at(-1)?.startedAt,
      load: () => goodAnswers(history, number, root, this.world.sample('secret').share).at(-1)?.startedAt,
      epoch: () => lastEpochRead(history, number),
      second: () => knownOf(history, number, root).findLast((event) => event.kind === 'answer')?.at,
    }[border]()
    if (begun) clock.move(Math.max(0, begun.monoMs + LIMITS[border] + by - clock.now().monoMs))
  }

  /** Another life of the same program: what it must know is in the database. */
  async #restart(): Promise<void> {
    await this.#answer()
    await this.#process.care()
    await this.#rest()
    this.world.restart(this.#process)
    this.#works = false
  }

  /** Once the roots answer again, everything returns by itself, a stop even while nobody asks for anything. */
  async #recover(): Promise<void> {
    await this.#answer()
    for (const root of Object.values(this.world.roots)) root.say('OK')
    for (let turn = 0; turn < RECOVERY_TURNS; turn += 1) {
      if (!this.#isStopped && (await this.#opens('secret')) && (await this.#opens('metadata'))) return
      await this.#rest()
      this.world.clock.move(RECOVERY_TURN_MS)
      await this.#process.care()
      await this.#rest()
    }
    throw new Error('not everything returned by itself')
  }

  async #opens(kind: DataKind): Promise<boolean> {
    return (await this.#process.use('decrypt', kind)) === 'opened'
  }

  get #isStopped(): boolean {
    const { history } = this.world
    const known = (['platform', 'customer'] as const).map((root) =>
      knownOf(history, this.#process.number, root),
    )
    return known.some((events) => standingOf(events).state.startsWith('stopped'))
  }
}
