import { setImmediate as turn } from 'node:timers/promises'
import type { DataContext } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { OrganizationId } from '@/lib/domain/ids'
import type { KeyUse } from '@/lib/keyring/key-use'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { PlatformWatch } from '@/lib/keyring/platform-watch'
import type { Store } from '@/lib/store/open'
import { AlwaysInService, TimedKeyring } from '../../tests/support/timed-keyring'
import type { FakeClock } from './fake-clock'
import type { Happening, RootName } from './history'
import type { ScriptedRoot } from './scripted-root'
import { WatchedStore } from './watched-store'

export type DataKind = 'secret' | 'metadata'

/** A ciphertext, what it was made of, and the master key above it. */
export interface Sample {
  context: DataContext
  plaintext: Buffer
  ciphertext: Uint8Array
  share: string
}

/** What a process works in. */
export interface Surroundings {
  readonly organization: OrganizationId
  readonly platformRootId: string
  readonly store: Store
  readonly clock: FakeClock
  readonly history: Happening[]
  readonly roots: Record<RootName, ScriptedRoot>
  sample(kind: DataKind): Sample
}

/** What came of a use: the key worked, or the code of the refusal. */
export type Answered = 'opened' | (string & {})

/** A process that holds keys, alone with its memory: a real keyring between scripted roots and a real database. */
export class KeyProcess {
  readonly number: number
  readonly timed: TimedKeyring
  readonly #database: WatchedStore
  #held: { use: KeyUse; context: DataContext; share: string } | null = null

  /** @param after the earlier life, when it is a restart */
  constructor(
    private readonly world: Surroundings,
    after: KeyProcess | null = null,
  ) {
    const { clock, history, roots, store } = world
    this.number = history.filter(({ kind }) => kind === 'start').length
    const process = this.number
    history.push({ kind: 'start', process, after: after?.number ?? null, at: clock.now() })
    this.#database = new WatchedStore(store, () => {
      const startedAt = clock.now()
      return () => history.push({ kind: 'epoch', process, startedAt, at: clock.now() })
    })
    const parts = {
      store: this.#database.store,
      clock: clock.now,
      service: new AlwaysInService(),
      report: () => undefined,
    }
    this.timed = new TimedKeyring(world.organization, {
      ...parts,
      customerRoot: () => roots.customer.for(process),
      platform: new PlatformWatch(
        world.platformRootId,
        roots.platform.for(process),
        this.#database.store.platform,
        clock.now,
        () => undefined,
      ),
    })
  }

  /** Opens a ciphertext, or makes one, as a caller of the core. What it says is judged before anything else happens. */
  async use(operation: 'encrypt' | 'decrypt', kind: DataKind): Promise<Answered> {
    const { context, ciphertext, plaintext } = this.world.sample(kind)
    const core = keyringCore(this.timed.keyring)
    const [outcome] =
      operation === 'encrypt'
        ? await core.encrypt([{ context, plaintext }])
        : await core.decrypt([{ context, ciphertext }])
    if (!outcome?.ok) return outcome?.code ?? 'nothing'
    if (operation === 'decrypt' && !Buffer.from(outcome.value).equals(plaintext)) return 'another plaintext'
    return 'opened'
  }

  /** Takes a key in hand, to be used later. */
  async hold(kind: DataKind): Promise<void> {
    const { context, share } = this.world.sample(kind)
    this.#held = null
    const use = await this.timed.keyring.activeKey(this.world.organization, context.dataClass)
    this.#held = { use, context, share }
  }

  /** Works with the key in hand, which asks the hard rule for itself. */
  workWithHeld(): { share: string; answered: Answered } | null {
    if (!this.#held) return null
    const { use, context, share } = this.#held
    try {
      use.encrypt({ object: context.object, field: context.field }, Buffer.from('more'))
      return { share, answered: 'opened' }
    } catch (error) {
      if (error instanceof LatchkeyError) return { share, answered: error.code }
      throw error
    }
  }

  /** One turn of the care that timers give. */
  async care(): Promise<void> {
    await this.timed.care().catch(tolerated)
  }

  /** What the care does every second, without waiting for anybody. */
  look(): void {
    this.timed.keys.wipeUnusable()
    void this.timed.keys.needsCare
    void this.timed.parts.platform.watch.availability
    this.world.history.push({ kind: 'look', process: this.number, at: this.world.clock.now() })
  }

  /** Proves the linked key, as "check now" does. */
  async prove(): Promise<void> {
    await this.timed.keys.rows().catch(tolerated)
    await this.timed.keys.link?.prove().catch(tolerated)
  }

  set databaseAway(away: boolean) {
    this.#database.away = away
  }

  /** Waits until nothing is under way but what a root holds back. */
  async settle(): Promise<void> {
    const { roots } = this.world
    const busy = () =>
      this.#database.inFlight + roots.platform.inFlight + roots.customer.inFlight - roots.customer.held
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await turn()
      if (busy() > 0) quiet = -1
    }
  }

  /** Forgets every key, as a process does that was taken out of service for a moment. */
  forget(): void {
    this.timed.keyring.evictAll()
    this.world.history.push({ kind: 'forgot', process: this.number, at: this.world.clock.now() })
  }

  /** Hears that an organization's epoch moved. */
  async hear(): Promise<void> {
    await this.timed.keyring.epochMoved(this.world.organization).catch(tolerated)
  }

  end(): void {
    this.timed.keyring.stop()
  }
}

/** Whatever goes wrong in the background is no answer to anybody. */
function tolerated(error: unknown): void {
  if (!(error instanceof Error)) throw error
}
