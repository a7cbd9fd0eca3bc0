import { randomUUID } from 'node:crypto'
import { Clock } from '../shared/clock'
import { FaultBook } from '../shared/faults'
import { Lag } from '../shared/lag'
import type { Store } from '../shared/store'
import { aliasArn, keyArn } from './arns'
import { isReplica, type Key, rotateIfDue, scheduleDeletion, shareMaterial } from './keys'
import { AwsLog } from './log'
import { type Role, roleArn, roleOfSession } from './roles'
import type { Account, Principal } from './seed'
import { Sessions } from './sessions'
import type { State } from './state'

/** Related keys have one id, each in a region of its own. */
const slot = ({ region, id }: { region: string; id: string }): string => `${region}/${id}`

/** Everything the simulator knows: accounts, keys, aliases, logs, faults and its clock. */
export class World {
  readonly accounts: ReadonlyMap<string, Account>
  /** Alias ARN to key id. */
  readonly aliases: Map<string, string>
  readonly log: AwsLog
  readonly faults = new FaultBook()
  readonly clock: Clock
  readonly sessions: Sessions
  /** What of a key takes a while to be known everywhere. */
  readonly lag = new Lag<Pick<Key, 'state' | 'policy'>>()
  readonly #keys: Map<string, Key>
  readonly #roles: Map<string, Role>
  readonly #sessionKey: string
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
    this.#keys = new Map(state.keys.map((key) => [slot(key), key]))
    this.aliases = new Map(Object.entries(state.aliases))
    this.#roles = new Map(state.roles.map((role) => [roleArn(role), role]))
    this.#sessionKey = state.sessionKey
    this.sessions = new Sessions(state.sessionKey, state.sessionsEndedBeforeMs)
    this.log = new AwsLog(state.logs)
    this.clock = new Clock(realNow, state.clockOffsetMs)
    store.watch(() => this.#state())
  }

  principal(accessKeyId: string): Principal | null {
    return this.#principals.get(accessKeyId) ?? null
  }

  role(accountId: string, name: string): Role | null {
    return this.#roles.get(roleArn({ accountId, name })) ?? null
  }

  rolesOf(accountId: string): Role[] {
    return [...this.#roles.values()].filter((role) => role.accountId === accountId)
  }

  addRole(role: Role): void {
    this.#roles.set(roleArn(role), role)
  }

  removeRole(role: Role): void {
    this.#roles.delete(roleArn(role))
  }

  /** Whether an ARN in a policy is somebody: an account's root, one of its principals or roles, or a session. */
  principalExists(arn: string): boolean {
    const role = roleOfSession(arn) ?? arn
    if (this.#roles.has(role)) return true
    return [...this.accounts.values()].some(
      ({ id, principals }) =>
        arn === `arn:aws:iam::${id}:root` || principals.some((principal) => principal.arn === role),
    )
  }

  keysOf(accountId: string): Key[] {
    return [...this.#keys.values()].filter((key) => key.accountId === accountId)
  }

  /** Names of the aliases that point at a key, `alias/` included. */
  aliasesOf(key: Key): string[] {
    const prefix = aliasArn(key.region, key.accountId, '')
    return [...this.aliases]
      .filter(([arn, id]) => id === key.id && arn.startsWith(prefix))
      .map(([arn]) => arn.slice(prefix.length))
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

  /** The key with this id in a region, whoever owns it. */
  find(region: string, id: string): Key | null {
    return this.#keys.get(slot({ region, id })) ?? null
  }

  get keyCount(): number {
    return this.#keys.size
  }

  add(key: Key): void {
    this.#keys.set(slot(key), key)
  }

  /** The key itself and, for a multi-region key, those of the other regions; the primary first. */
  related(key: Key): Key[] {
    if (key.primaryRegion === null) return [key]
    const all = [...this.#keys.values()].filter(({ id }) => id === key.id)
    return all.sort((a, b) => Number(isReplica(a)) - Number(isReplica(b)))
  }

  /** Does what time does: deletes keys whose waiting period is over and rotates those that are due. */
  sweep(): void {
    const now = this.clock.now()
    for (const key of this.#keys.values()) {
      if (key.state === 'PendingDeletion' && key.deletionAt !== null && key.deletionAt <= now) {
        this.#delete(key)
      } else if (rotateIfDue(key, now)) this.shareMaterial(key)
    }
    for (const key of this.#keys.values()) {
      const { state, deletionWindowInDays: days } = key
      if (state !== 'PendingReplicaDeletion' || this.related(key).length > 1) continue
      key.state = 'Disabled'
      scheduleDeletion(key, days ?? 30, now, false)
    }
  }

  /** After a rotation, or a change of its schedule: the related keys follow. */
  shareMaterial(key: Key): void {
    for (const other of this.related(key)) if (other !== key) shareMaterial(key, other)
  }

  #delete(key: Key): void {
    for (const name of this.aliasesOf(key)) this.aliases.delete(aliasArn(key.region, key.accountId, name))
    this.#keys.delete(slot(key))
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
      requestId: randomUUID(),
    }))
  }

  #state(): State {
    return {
      version: 1,
      clockOffsetMs: this.clock.offsetMs,
      keys: [...this.#keys.values()],
      aliases: Object.fromEntries(this.aliases),
      roles: [...this.#roles.values()],
      sessionKey: this.#sessionKey,
      sessionsEndedBeforeMs: this.sessions.endedBeforeMs,
      logs: this.log.toJSON(),
    }
  }
}
