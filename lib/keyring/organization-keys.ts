import type { DataClass } from '@/lib/domain/data-classes'
import { encryptsUntilMs } from '@/lib/domain/data-key-age'
import { LatchkeyError } from '@/lib/domain/errors'
import type { OrganizationId } from '@/lib/domain/ids'
import { elapsedMs, type Instant } from '@/lib/domain/instant'
import { type KeyRows, type MasterKeyRow, readKeyRows } from '@/lib/store/key-rows'
import type { OrganizationScope } from '@/lib/store/scope'
import { Changes } from './changes'
import type { Clock } from './clock'
import type { KeyCache } from './key-cache'
import { KeyIndex } from './key-index'
import type { KeySource, KeyUse, Standing } from './key-use'
import { LinkWatch } from './link-watch'
import type { LoadedMaster } from './loaded-master'
import { LoadedMasters } from './loaded-masters'
import { MasterKeys } from './master-keys'
import type { KeyringParts } from './parts'
import { SharedRead } from './shared-read'
import { UnknownKeys } from './unknown-keys'

/** One organization's keys in this process: its rows, its link, its data keys by class and commitment. */
export class OrganizationKeys implements KeySource {
  readonly scope: OrganizationScope
  readonly clock: Clock
  readonly changes = new Changes()
  readonly #read = new SharedRead(() => this.#readRows())
  readonly #index: KeyIndex
  readonly #masters: MasterKeys
  readonly #unknown: UnknownKeys
  #epochReadAt: Instant | null = null
  #link: LinkWatch | null = null
  #lastUsedAt: Instant

  constructor(
    readonly id: OrganizationId,
    private readonly parts: KeyringParts,
    cache: KeyCache,
  ) {
    this.scope = parts.store.organization(id)
    this.clock = parts.clock
    this.#index = new KeyIndex(id, this)
    this.#masters = new MasterKeys(new LoadedMasters(cache, this.changes), parts, this)
    this.#unknown = new UnknownKeys(parts.clock, () => this.rows(true))
    this.#lastUsedAt = parts.clock()
  }

  /** The rows as last read; read now when they never were, or when asked to. @throws LatchkeyError not_found */
  rows(fresh = false): Promise<KeyRows> {
    return fresh ? this.#read.fresh() : this.#read.any()
  }

  /** The watch over the linked key; null when none is linked. */
  get link(): LinkWatch | null {
    return this.#link
  }

  get loadedMasterKeys(): number {
    return this.#masters.loaded.size
  }

  get sharedChanges(): Changes {
    return this.parts.platform.watch.changes
  }

  get hasLoadedKeys(): boolean {
    return this.#masters.loaded.size > 0
  }

  get epoch(): bigint | null {
    return this.#read.latest?.epoch ?? null
  }

  get epochReadAt(): Instant | null {
    return this.#epochReadAt
  }

  get idleMs(): number {
    return elapsedMs(this.#lastUsedAt, this.clock())
  }

  /** The versions of data keys, each with how often it was used. */
  get dataKeys(): Iterable<KeyUse> {
    return this.#index.all()
  }

  /** The epoch was read, beginning at `at`, and is still the one we know. */
  epochUnchanged(at: Instant): void {
    this.#epochReadAt = at
    this.changes.count += 1
  }

  /** Somebody works with these keys. */
  touch(): void {
    this.#lastUsedAt = this.clock()
  }

  /** Nobody looks after these keys from now on: nothing may be loaded here any more. */
  forget(): void {
    this.#masters.close()
    this.evict()
  }

  /** The active data key of a class, as far as it is known here. */
  activeKey(dataClass: DataClass): KeyUse | undefined {
    return this.#index.active(dataClass)
  }

  /** The data key that a ciphertext names, as far as it is known here. */
  knownKey(dataClass: DataClass, commitment: Uint8Array): KeyUse | undefined {
    return this.#index.find(dataClass, commitment)
  }

  /** The data key that a ciphertext names; looked up when another process made it meanwhile. */
  async findKey(dataClass: DataClass, commitment: Uint8Array): Promise<KeyUse | undefined> {
    await this.rows().catch(refuseUnknown)
    const known = this.knownKey(dataClass, commitment)
    if (known) return known
    const name = `${dataClass}/${Buffer.from(commitment).toString('base64url')}`
    if (this.#unknown.has(name)) return undefined
    await this.#unknown.lookUp()
    const found = this.knownKey(dataClass, commitment)
    if (!found) this.#unknown.add(name)
    return found
  }

  /** Loads or proves what a data key needs, and answers it ready for use. @throws LatchkeyError when it may not be used */
  async ready(use: KeyUse): Promise<KeyUse> {
    const { masterRow } = rowsOf(await this.rows(), use.ids.id)
    await this.master(masterRow)
    use.requireUsable()
    return use
  }

  /** The master key itself, for work on the keys under it. @throws LatchkeyError when its roots don't allow it */
  async master(masterRow: MasterKeyRow): Promise<LoadedMaster> {
    this.touch()
    const master = await this.#masters.usable(masterRow)
    master.touch(this.clock())
    return master
  }

  /** @throws LatchkeyError unless the roots above a master key allow a new key under it */
  requireMayMake(masterRow: MasterKeyRow): void {
    this.#masters.requireMayMake(masterRow)
  }

  standingOf(dataKeyId: string, now: Instant): Standing {
    const rows = this.#read.latest
    if (!rows) throw new LatchkeyError('key_not_ready')
    const { row, masterRow } = rowsOf(rows, dataKeyId)
    const { master, until } = this.#masters.requireUsable(masterRow, now)
    const loaded = this.#masters.loaded.dataKey(master, row, now)
    return { loaded, until, encryptsUntilMs: encryptsUntilMs(row, rows.minVersions[row.dataClass] ?? 0) }
  }

  /** Wipes all keys of the organization, or those under its customer-managed key. */
  evict(which: 'all' | 'composite' = 'all'): void {
    for (const [id, { key }] of this.#masters.loaded.all()) {
      if (which === 'all' || key.ids.mode === 'composite') this.#masters.loaded.letGo(id)
    }
    this.changes.count += 1
  }

  /** Wipes what can't be used any more: a root above it is stopped, or it was loaded fifteen minutes ago. */
  wipeUnusable(): void {
    this.#masters.wipeUnusable()
  }

  /** Whether somebody has to look after this organization: keys are loaded, or its key is stopped. */
  get needsCare(): boolean {
    return this.hasLoadedKeys || this.#isAway
  }

  /** Called regularly: proves the linked key while keys under it are loaded or it is stopped, and renews shares. */
  async tick(): Promise<void> {
    if (this.#isAway || this.#masters.loaded.hasMode('composite')) await this.#link?.tick()
    await this.#masters.renew(await this.rows())
  }

  /** Whether the linked root is in grace or stopped: then it is tried again though nothing is loaded. */
  get #isAway(): boolean {
    return this.#link !== null && this.#link.watch.availability.state !== 'active'
  }

  async #readRows(): Promise<KeyRows> {
    const startedAt = this.clock()
    const rows = await readKeyRows(this.scope)
    this.#epochReadAt = startedAt
    this.#followLink(rows)
    this.#masters.loaded.follow(rows)
    this.#index.follow(rows)
    return rows
  }

  /** Takes in what the rows say of the link: another key, or a stop that another process saw. */
  #followLink(rows: KeyRows): void {
    const row = rows.links.find((link) => link.state === 'active')
    if (row?.id === this.#link?.row.id) {
      if (row && this.#link?.adopt(row)) this.evict('composite')
      return
    }
    this.evict('composite')
    this.#link = row
      ? new LinkWatch(row, this.scope, this.parts, this.changes, {
          rows: () => this.rows(),
          proven: (masterId, share, at) => this.#proven(masterId, share, at),
          stopped: () => this.evict('composite'),
        })
      : null
  }

  #proven(masterId: string, share: Uint8Array, at: Instant): boolean {
    const master = this.#masters.loaded.get(masterId)
    if (master) return this.#masters.loaded.renew(master, 'customer', share, at)
    share.fill(0)
    return true
  }
}

/** Whether there is an organization at all is nothing that a ciphertext finds out. */
function refuseUnknown(error: unknown): never {
  throw error instanceof LatchkeyError && error.code === 'not_found'
    ? new LatchkeyError('does_not_open')
    : error
}

/** The row of a data key and that of the master key it hangs on. @throws LatchkeyError does_not_open */
function rowsOf({ dataKeys, masterKeys }: KeyRows, dataKeyId: string) {
  const row = dataKeys.find((key) => key.id === dataKeyId)
  const masterRow = masterKeys.find((master) => master.id === row?.masterKeyVersionId)
  if (!row || !masterRow) throw new LatchkeyError('does_not_open')
  return { row, masterRow }
}
