import { Clock } from '../shared/clock'
import { FaultBook } from '../shared/faults'
import { Lag } from '../shared/lag'
import type { Store } from '../shared/store'
import { aliasArn, keyArn } from './arns'
import { type Key, rotateIfDue } from './keys'
import { AwsLog } from './log'
import type { Account, Principal } from './seed'
import type { State } from './state'

/** Everything the simulator knows: accounts, keys, aliases, logs, faults and its clock. */
export class World {
  readonly accounts: ReadonlyMap<string, Account>
  readonly keys: Map<string, Key>
  /** Alias ARN to key id. */
  readonly aliases: Map<string, string>
  readonly log: AwsLog
  readonly faults = new FaultBook()
  readonly clock: Clock
  /** What of a key takes a while to be known everywhere. */
  readonly lag = new Lag<Pick<Key, 'state' | 'policy'>>()
  readonly #principals: ReadonlyMap<string, Principal>

  constructor(
    accounts: readonly Account[],
    readonly store: Store<State>,
    realNow?: () => number,
  ) {
    const state = store.load()
    this.accounts = new Map(accounts.map((account) => [account.id, account]))
    const principals = accounts.flatMap((account) => account.principals)
    this.#principals = new Map(principals.map((principal) => [principal.accessKeyId, principal]))
    this.keys = new Map(state.keys.map((key) => [key.id, key]))
    this.aliases = new Map(Object.entries(state.aliases))
    this.log = new AwsLog(state.logs)
    this.clock = new Clock(realNow, state.clockOffsetMs)
    store.watch(() => this.#state())
  }

  principal(accessKeyId: string): Principal | null {
    return this.#principals.get(accessKeyId) ?? null
  }

  /** Whether an ARN in a key policy is somebody: an account's root or one of its principals. */
  principalExists(arn: string): boolean {
    return [...this.accounts.values()].some(
      ({ id, principals }) =>
        arn === `arn:aws:iam::${id}:root` || principals.some((principal) => principal.arn === arn),
    )
  }

  keysOf(accountId: string): Key[] {
    return [...this.keys.values()].filter((key) => key.accountId === accountId)
  }

  /** Names of the aliases that point at a key, `alias/` included. */
  aliasesOf(key: Key): string[] {
    const prefix = aliasArn(key.region, key.accountId, '')
    return [...this.aliases].filter(([, id]) => id === key.id).map(([arn]) => arn.slice(prefix.length))
  }

  /** Changes a key's state or policy in a way that takes its time to be known, if a lag is set. */
  change(key: Key, how: () => void): void {
    const { state, policy } = key
    how()
    this.lag.changed(keyArn(key), { state, policy })
  }

  /** The key as those see it who use it; its owner looks at the key itself. */
  seen(key: Key): Key {
    return { ...key, ...this.lag.seen(keyArn(key), { state: key.state, policy: key.policy }) }
  }

  /** Does what time does: deletes keys whose waiting period is over and rotates those that are due. */
  sweep(): void {
    const now = this.clock.now()
    for (const key of this.keys.values()) {
      if (key.state === 'PendingDeletion' && key.deletionAt !== null && key.deletionAt <= now) {
        this.#delete(key)
      } else rotateIfDue(key, now)
    }
  }

  #delete(key: Key): void {
    for (const name of this.aliasesOf(key)) this.aliases.delete(aliasArn(key.region, key.accountId, name))
    this.keys.delete(key.id)
    this.log.append([key.accountId], (sequence) => ({
      sequence,
      time: new Date(key.deletionAt ?? this.clock.now()).toISOString(),
      eventName: 'DeleteKey',
      eventSource: 'kms.amazonaws.com',
      awsRegion: key.region,
      principalArn: 'AWS Internal',
      principalAccountId: key.accountId,
      resources: [keyArn(key)],
      encryptionContext: null,
      errorCode: null,
      errorMessage: null,
      requestId: key.id,
    }))
  }

  #state(): State {
    return {
      version: 1,
      clockOffsetMs: this.clock.offsetMs,
      keys: [...this.keys.values()],
      aliases: Object.fromEntries(this.aliases),
      logs: this.log.toJSON(),
    }
  }
}
