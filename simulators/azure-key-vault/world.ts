import { randomBytes, randomUUID } from 'node:crypto'
import { Clock } from '../shared/clock'
import { FaultBook } from '../shared/faults'
import { Lag } from '../shared/lag'
import { CallLog } from '../shared/log'
import type { Store } from '../shared/store'
import type { LogEntry } from './log'
import { rotateIfDue } from './rotation'
import type { Saved } from './saved'
import { type App, type ParsedSeed, vaultFrom } from './seed'
import { hostOf, type Key, type State, type Vault } from './state'

const DAY_MS = 24 * 60 * 60 * 1000

/** Everything the simulator knows: directories, vaults, keys, logs, faults and its clock. */
export class World {
  /** As it is by now, which the customer's own console shows at once. */
  readonly state: State
  readonly apps: ReadonlyMap<string, App>
  readonly clock: Clock
  readonly log: CallLog<LogEntry>
  readonly faults = new FaultBook()
  readonly lag = new Lag<State>()
  /** A new one ends the life of every token at once. */
  tokenSecret = randomBytes(32)
  tokenLifetimeS: number
  #sweeping: Promise<void> | null = null

  constructor(
    seed: ParsedSeed,
    readonly store: Store<Saved>,
    realNow: () => number,
  ) {
    const saved = store.load()
    this.apps = new Map(seed.apps.map((app) => [app.clientId, app]))
    this.tokenLifetimeS = seed.tokenLifetimeS
    this.state = saved.state
    this.clock = new Clock(realNow, saved.clockOffsetMs)
    this.log = new CallLog(saved.logs)
    for (const tenant of seed.tenants) this.state.tenants[tenant.id] ??= tenantFrom(tenant)
    for (const vault of seed.vaults) this.state.vaults[vault.name] ??= vaultFrom(vault)
    store.watch(() => ({
      version: 1,
      clockOffsetMs: this.clock.offsetMs,
      state: this.state,
      logs: this.log.toJSON(),
    }))
  }

  /** As it answers: behind by the lag. */
  get seen(): State {
    return this.lag.seen('state', this.state)
  }

  /** To be called before each change, so that the old state can answer for a while. */
  aboutToChange(): void {
    if (this.lag.ms > 0) this.lag.changed('state', structuredClone(this.state))
  }

  vaultAt(host: string): Vault | undefined {
    return Object.values(this.seen.vaults).find((vault) => hostOf(vault) === host)
  }

  /** Does what time does: lets go of deleted keys whose time is over, and rotates those that are due. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null
    })
    return this.#sweeping
  }

  async #sweep(): Promise<void> {
    this.letGo()
    const now = this.clock.now()
    for (const { keys } of Object.values(this.state.vaults)) {
      for (const key of Object.values(keys)) await rotateIfDue(key, now)
    }
  }

  /** Lets go of the deleted keys whose time is over. */
  letGo(): void {
    const now = this.clock.now()
    for (const vault of Object.values(this.state.vaults)) {
      for (const [id, key] of Object.entries(vault.keys)) {
        if (key.deletedAt !== null && purgeAt(vault, key) <= now) delete vault.keys[id]
      }
    }
  }
}

const tenantFrom = ({ id, name, consents }: ParsedSeed['tenants'][number]): State['tenants'][string] => ({
  id,
  name,
  servicePrincipals: Object.fromEntries(
    consents.map((clientId) => [clientId, { objectId: randomUUID(), enabled: true }]),
  ),
})

/** When a deleted key is gone for good. */
export const purgeAt = ({ softDeleteDays }: Vault, { deletedAt }: Key): number =>
  (deletedAt ?? 0) + softDeleteDays * DAY_MS
