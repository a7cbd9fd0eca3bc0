import type { DataKey } from '@/lib/crypto'
import { isStopped } from '@/lib/domain/availability'
import type { DataClass } from '@/lib/domain/data-classes'
import { ERROR_KINDS, LatchkeyError } from '@/lib/domain/errors'
import type { OrganizationId } from '@/lib/domain/ids'
import { elapsedMs, type Instant } from '@/lib/domain/instant'
import { EPOCH_LIFE_MS, mayLoad, usable } from '@/lib/domain/usable'
import { KmsError } from '@/lib/kms'
import { type DataKeyRow, type KeyRows, type MasterKeyRow, readKeyRows } from '@/lib/store/key-rows'
import type { OrganizationScope } from '@/lib/store/scope'
import { LinkWatch } from './link-watch'
import { loadMaster, renewPlatformShare } from './load-master'
import type { LoadedMaster } from './loaded-master'
import type { KeyringParts } from './parts'
import { contextOf, wrapOf } from './share-context'

/** A data key in use. The caller asks again before it releases anything: the answer may have changed meanwhile. */
export interface KeyUse {
  readonly key: DataKey
  /** @throws LatchkeyError key_denied, key_unreachable, platform_key_unavailable */
  requireUsable(): void
}

type Refusal = 'platform_key_unavailable' | 'key_denied' | 'key_unreachable'

/** One organization's keys in this process: what is loaded, what is known of its root, and the hard rule over both. */
export class OrganizationKeys {
  readonly scope: OrganizationScope
  #rows: KeyRows | null = null
  #reads = 0
  #newestRead = 0
  #epochReadAt: Instant | null = null
  #link: LinkWatch | null = null
  readonly #masters = new Map<string, LoadedMaster>()
  readonly #loading = new Map<string, Promise<LoadedMaster>>()
  #lastUsedAt: Instant

  constructor(
    readonly id: OrganizationId,
    private readonly parts: KeyringParts,
  ) {
    this.scope = parts.store.organization(id)
    this.#lastUsedAt = parts.clock()
  }

  /** The rows as last read; read now when they never were, or when asked to. */
  async rows(fresh = false): Promise<KeyRows> {
    if (!this.#rows || fresh) {
      const now = this.parts.clock()
      this.#reads += 1
      const read = this.#reads
      const rows = await readKeyRows(this.scope)
      // A slow read that was overtaken must not bring back what was before.
      if (this.#rows && read < this.#newestRead) return this.#rows
      this.#newestRead = read
      this.#rows = rows
      this.#epochReadAt = now
      this.#followLink(rows)
    }
    return this.#rows
  }

  /** The watch over the linked key; null when none is linked. */
  get link(): LinkWatch | null {
    return this.#link
  }

  get loadedMasterKeys(): number {
    return this.#masters.size
  }

  get hasLoadedKeys(): boolean {
    return this.#masters.size > 0
  }

  get epoch(): bigint | null {
    return this.#rows?.epoch ?? null
  }

  get idleMs(): number {
    return elapsedMs(this.#lastUsedAt, this.parts.clock())
  }

  /** The epoch was read, beginning at `at`, and is still the one we know. */
  epochUnchanged(at: Instant): void {
    this.#epochReadAt = at
  }

  /** Somebody works with these keys. */
  touch(): void {
    this.#lastUsedAt = this.parts.clock()
  }

  /** A data key for use, by its row. @throws LatchkeyError when its roots don't allow it */
  async use(row: DataKeyRow): Promise<KeyUse> {
    const masterRow = (await this.rows()).masterKeys.find((master) => master.id === row.masterKeyVersionId)
    if (!masterRow) throw new LatchkeyError('does_not_open')
    this.touch()
    const master = await this.#usableMaster(masterRow)
    master.uses += 1
    const key = master.dataKey(row)
    return { key, requireUsable: () => this.#requireUsable(masterRow, master) }
  }

  /** The master key itself, for work on the keys under it. */
  async master(masterRow: MasterKeyRow): Promise<LoadedMaster> {
    return this.#usableMaster(masterRow)
  }

  /** The active data key's row of a class; undefined when there is none yet. */
  async activeRow(dataClass: DataClass): Promise<DataKeyRow | undefined> {
    return (await this.rows()).dataKeys.find((key) => key.dataClass === dataClass && key.state === 'active')
  }

  /** The row of the data key that a ciphertext names; read anew when another process made it meanwhile. */
  async rowByCommitment(dataClass: DataClass, commitment: Uint8Array): Promise<DataKeyRow | undefined> {
    const find = (rows: KeyRows) =>
      rows.dataKeys.find(
        (key) => key.dataClass === dataClass && Buffer.from(key.commitment).equals(Buffer.from(commitment)),
      )
    return find(await this.rows()) ?? find(await this.rows(true))
  }

  /** Wipes all keys of the organization, or those under its customer-managed key. */
  evict(which: 'all' | 'composite' = 'all'): void {
    for (const [id, master] of this.#masters) {
      if (which === 'composite' && master.key.ids.mode !== 'composite') continue
      master.wipe()
      this.#masters.delete(id)
    }
  }

  /** Wipes what can't be used any more: a root above it is stopped, or it was loaded fifteen minutes ago. */
  wipeUnusable(): void {
    for (const [id, master] of this.#masters) {
      const standing = usable(this.#standing(master.key.ids.mode, master), this.parts.clock())
      if (standing.usable || standing.because === 'prove') continue
      master.wipe()
      this.#masters.delete(id)
    }
  }

  /** Renews platform shares that are five minutes old; a key that nobody used since the last time is let go. */
  async renew(): Promise<void> {
    const { masterKeys } = await this.rows()
    for (const [id, master] of [...this.#masters]) {
      if (!master.wantsRenewal(this.parts.clock())) continue
      const row = masterKeys.find((candidate) => candidate.id === id)
      if (row && master.uses > 0) {
        await renewPlatformShare(master, row, this.parts)
      } else {
        master.wipe()
        this.#masters.delete(id)
      }
    }
  }

  async #usableMaster(masterRow: MasterKeyRow): Promise<LoadedMaster> {
    if (masterRow.mode === 'composite' && !this.#link) throw new LatchkeyError('no_key_linked')
    const known = this.#masters.get(masterRow.id)
    if (known) {
      const standing = this.#usability(masterRow, known)
      if (standing.usable) {
        this.parts.counted?.('hit')
        return known
      }
      if (isRefusal(standing.because)) throw this.#refuse(standing.because)
      if (standing.because === 'prove') await this.#prove(masterRow)
    }
    const current = this.#masters.get(masterRow.id)
    if (current && this.#usability(masterRow, current).usable) return current
    return this.#load(masterRow)
  }

  #requireUsable(masterRow: MasterKeyRow, master: LoadedMaster): void {
    if (!this.parts.inService()) throw new LatchkeyError('service_unavailable')
    if (masterRow.mode === 'composite' && !this.#link) throw new LatchkeyError('no_key_linked')
    const standing = this.#usability(masterRow, master)
    if (standing.usable) return
    throw isRefusal(standing.because) ? this.#refuse(standing.because) : this.#obstacle(masterRow)
  }

  #usability(masterRow: MasterKeyRow, master: LoadedMaster) {
    return usable(this.#standing(masterRow.mode, master), this.parts.clock())
  }

  #standing(mode: MasterKeyRow['mode'], master: LoadedMaster) {
    return {
      platform: this.parts.platform.watch.availability,
      customer: mode === 'composite' ? (this.#link?.watch.availability ?? null) : null,
      epochReadAt: this.#epochReadAt,
      loadedAt: master.loadedAt,
    }
  }

  async #prove(masterRow: MasterKeyRow): Promise<void> {
    const epochIsOld = !this.#epochReadAt || elapsedMs(this.#epochReadAt, this.parts.clock()) >= EPOCH_LIFE_MS
    if (epochIsOld) await this.rows(true).catch((error) => this.parts.report('epoch not read', error))
    await Promise.all([
      this.parts.platform.prove(),
      masterRow.mode === 'composite' ? this.#link?.prove() : undefined,
    ])
  }

  #load(masterRow: MasterKeyRow): Promise<LoadedMaster> {
    const running = this.#loading.get(masterRow.id)
    if (running) return running
    const loading = this.#loadNow(masterRow).finally(() => this.#loading.delete(masterRow.id))
    this.#loading.set(masterRow.id, loading)
    return loading
  }

  async #loadNow(masterRow: MasterKeyRow): Promise<LoadedMaster> {
    this.parts.counted?.('miss')
    const customer = masterRow.mode === 'composite' ? this.#link : null
    const platformState = this.parts.platform.watch.availability
    if (!mayLoad(platformState, customer?.watch.availability ?? null, this.parts.clock())) {
      const wrap = wrapOf(masterRow, 'platform', null)
      if (wrap) this.parts.platform.offer(wrap.wrapped, contextOf(masterRow, 'platform'))
      throw this.#obstacle(masterRow)
    }
    const master = await loadMaster(masterRow, this.parts, customer).catch((error: unknown) => {
      throw error instanceof KmsError ? this.#obstacle(masterRow, error) : error
    })
    this.#masters.get(masterRow.id)?.wipe()
    this.#masters.set(masterRow.id, master)
    try {
      // Opened by a root that is being replaced, it still waits for the active root's own answer.
      const standing = this.#usability(masterRow, master)
      if (!standing.usable && standing.because === 'prove') await this.#prove(masterRow)
      // A stop may have come in while the roots were answering.
      this.#requireUsable(masterRow, master)
    } catch (error) {
      this.#masters.delete(masterRow.id)
      master.wipe()
      throw error
    }
    return master
  }

  /** What stands in the way, when a key could not be loaded or proven: a root, or just the moment. */
  #obstacle(masterRow: MasterKeyRow, cause?: unknown): LatchkeyError {
    const customer = masterRow.mode === 'composite' ? this.#link?.watch.availability : undefined
    if (this.parts.platform.watch.availability.state !== 'active') {
      return this.#refuse('platform_key_unavailable', cause)
    }
    if (customer?.state === 'stopped_denied') return this.#refuse('key_denied', cause)
    if (customer && customer.state !== 'active') return this.#refuse('key_unreachable', cause)
    return new LatchkeyError('service_unavailable', { message: 'The key was not proven in time.', cause })
  }

  #refuse(code: Refusal, cause?: unknown): LatchkeyError {
    if (code !== 'platform_key_unavailable') this.#link?.refused()
    const sentence = code === 'key_denied' ? this.#link?.sentence : undefined
    const message = sentence ? `${sentence.reason} This data is closed.` : ERROR_KINDS[code].message
    return new LatchkeyError(code, { message, fix: sentence?.fix, cause })
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
      ? new LinkWatch(row, this.scope, this.parts, {
          rows: () => this.rows(),
          proven: (masterId, share, at) => this.#masters.get(masterId)?.renew('customer', share, at) ?? true,
          stopped: () => this.evict('composite'),
        })
      : null
  }

  /** Whether somebody has to look after this organization: keys are loaded, or its key is stopped. */
  get needsCare(): boolean {
    return this.hasLoadedKeys || (this.#link !== null && isStopped(this.#link.watch.availability))
  }
}

function isRefusal(because: string): because is Refusal {
  return because === 'platform_key_unavailable' || because === 'key_denied' || because === 'key_unreachable'
}
