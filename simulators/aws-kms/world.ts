import { aliasArn, keyArn } from './arns'
import { FaultBook } from './faults'
import { type Key, rotateIfDue } from './keys'
import { CallLog } from './log'
import type { Account, Principal } from './seed'
import type { State, Store } from './store'

/** Everything the simulator knows: accounts, keys, aliases, logs, faults and its clock. */
export class World {
  readonly accounts: ReadonlyMap<string, Account>
  readonly keys: Map<string, Key>
  /** Alias ARN to key id. */
  readonly aliases: Map<string, string>
  readonly log: CallLog
  readonly faults = new FaultBook()
  clockOffsetMs: number
  readonly #principals: ReadonlyMap<string, Principal>

  constructor(
    accounts: readonly Account[],
    readonly store: Store,
    private readonly realNow: () => number,
  ) {
    const state = store.load()
    this.accounts = new Map(accounts.map((account) => [account.id, account]))
    const principals = accounts.flatMap((account) => account.principals)
    this.#principals = new Map(principals.map((principal) => [principal.accessKeyId, principal]))
    this.keys = new Map(state.keys.map((key) => [key.id, key]))
    this.aliases = new Map(Object.entries(state.aliases))
    this.log = new CallLog(state.logs)
    this.clockOffsetMs = state.clockOffsetMs
    store.watch(() => this.#state())
  }

  /** The simulator's clock in milliseconds: keys age by it, signatures are checked by the real one. */
  now(): number {
    return this.realNow() + this.clockOffsetMs
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

  /** Does what time does: deletes keys whose waiting period is over and rotates those that are due. */
  sweep(): void {
    const now = this.now()
    for (const key of this.keys.values()) {
      if (key.state === 'PendingDeletion' && key.deletionAt !== null && key.deletionAt <= now) {
        this.#delete(key)
      } else rotateIfDue(key, now)
    }
  }

  #delete(key: Key): void {
    for (const name of this.aliasesOf(key)) this.aliases.delete(aliasArn(key.region, key.accountId, name))
    this.keys.delete(key.id)
    this.log.append([key.accountId], {
      time: new Date(key.deletionAt ?? this.now()).toISOString(),
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
    })
  }

  #state(): State {
    return {
      version: 1,
      clockOffsetMs: this.clockOffsetMs,
      keys: [...this.keys.values()],
      aliases: Object.fromEntries(this.aliases),
      logs: this.log.toJSON(),
    }
  }
}
