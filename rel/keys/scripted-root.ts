import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { KmsError, type RootKey, type WrapContext } from '@/lib/kms'
import type { FakeClock } from './fake-clock'
import type { Happening, RootName } from './history'

/** What a root says, to every process or to one alone. */
export type Mood = KmsOutcome

/** A root in a cloud that a scenario commands; every process has its own way to it. */
export class ScriptedRoot {
  readonly #wraps = new Map<string, { share: Buffer; context: string; id: string }>()
  readonly #moods = new Map<number | 'all', Mood>()
  /** calls that were asked and are not answered yet */
  inFlight = 0
  /** it brings other bytes than it wrapped, and says that all is well */
  forging = false
  /** whether answers are held back, and those that are */
  #holding = false
  readonly #held: (() => void)[] = []

  constructor(
    readonly name: RootName,
    readonly keyId: string,
    private readonly clock: FakeClock,
    private readonly history: Happening[],
  ) {}

  /** From now on it answers so; to one process alone when that is named. */
  say(mood: Mood, process: number | 'all' = 'all'): void {
    if (process === 'all') this.#moods.clear()
    this.#moods.set(process, mood)
  }

  /** Every answer waits from now on. */
  hold(): void {
    this.#holding = true
  }

  /** calls whose answer is held back */
  get held(): number {
    return this.#held.length
  }

  /** Lets one answer out, the one that was asked for first; new calls are answered at once again. */
  release(): void {
    this.#holding = false
    this.#held.shift()?.()
  }

  /** The share of a master key that it wrapped, as only the cloud and we could know it. */
  shareOf(masterKeyId: string): Uint8Array | undefined {
    return [...this.#wraps.values()].find(({ id }) => id === masterKeyId)?.share
  }

  /** The root as one process reaches it. */
  for(process: number): RootKey {
    return {
      provider: 'aws',
      id: this.keyId,
      wrap: async (share, context) => {
        await this.#answer(process, 'Encrypt')
        const id = randomUUID()
        this.#wraps.set(id, {
          share: Buffer.from(share),
          context: JSON.stringify(context),
          id: context.share,
        })
        return { wrapped: new TextEncoder().encode(id), keyId: this.keyId, keyMaterialId: null }
      },
      unwrap: async ({ wrapped }, context) => {
        const wrap = this.#wraps.get(new TextDecoder().decode(wrapped))
        if (wrap?.context !== JSON.stringify(context)) throw this.#refusal('INTEGRITY', 'Decrypt')
        await this.#witnessed(process, context)
        const share = this.forging ? randomKey() : Uint8Array.from(wrap.share)
        return { share, keyMaterialId: null }
      },
      describe: () => {
        throw new TypeError('a scripted root is not described')
      },
      versions: async () => null,
    }
  }

  /** An unwrap, which proves something: it stands in the history, by its start and its end. */
  async #witnessed(process: number, context: WrapContext): Promise<void> {
    const startedAt = this.clock.now()
    let outcome: KmsOutcome = 'OK'
    try {
      await this.#answer(process, 'Decrypt')
    } catch (error) {
      outcome = (error as KmsError).outcome
      throw error
    } finally {
      const share = context.share
      this.history.push({
        ...{ kind: 'answer', process, root: this.name, share, outcome, startedAt, at: this.clock.now() },
      } as Happening)
    }
  }

  async #answer(process: number, operation: string): Promise<void> {
    this.inFlight += 1
    try {
      await turn()
      if (this.#holding) await new Promise<void>((resolve) => this.#held.push(resolve))
    } finally {
      this.inFlight -= 1
    }
    const mood = this.#moods.get(process) ?? this.#moods.get('all') ?? 'OK'
    if (mood !== 'OK') throw this.#refusal(mood, operation)
  }

  #refusal(outcome: KmsOutcome, operation: string): KmsError {
    return new KmsError({ outcome, errorName: 'Scripted', requestId: null, operation })
  }
}
