import { Lag } from '../shared/lag'
import type { Bindings, VersionState } from './keys'

/** What takes a while to be seen everywhere: policies, versions that are disabled, and which one is primary. */
export class Lags {
  /** By the name of what the policy hangs on. */
  readonly policies = new Lag<Bindings>()
  /** By the version's name. */
  readonly states = new Lag<VersionState>()
  /** By the key's name. */
  readonly primaries = new Lag<number | null>()

  get ms(): number {
    return this.policies.ms
  }

  set ms(ms: number) {
    for (const lag of [this.policies, this.states, this.primaries]) lag.ms = ms
  }
}
