import { ERROR_KINDS, LatchkeyError } from '@/lib/domain/errors'
import { earliest, elapsedMs, type Instant, isAhead } from '@/lib/domain/instant'
import { EPOCH_LIFE_MS, mayLoad, type Usability, usable } from '@/lib/domain/usable'
import { KmsError } from '@/lib/kms'
import type { KeyRows, MasterKeyRow } from '@/lib/store/key-rows'
import type { LinkWatch } from './link-watch'
import { loadMaster, openShare } from './load-master'
import type { Half, LoadedMaster } from './loaded-master'
import type { LoadedMasters } from './loaded-masters'
import type { KeyringParts } from './parts'
import { contextOf, wrapOf } from './share-context'

/** What is known of the organization, beside its master keys. */
export interface Surroundings {
  /** the watch over the linked key */
  readonly link: LinkWatch | null
  /** when the organization's epoch was last read */
  readonly epochReadAt: Instant | null
  rows(fresh: boolean): Promise<KeyRows>
}

type Refusal = 'platform_key_unavailable' | 'key_denied' | 'key_unreachable'

/** An organization's master keys under the hard rule: loaded and proven at need, renewed, wiped when it says so. */
export class MasterKeys {
  readonly #loading = new Map<string, Promise<LoadedMaster>>()
  #closed = false

  constructor(
    readonly loaded: LoadedMasters,
    private readonly parts: KeyringParts,
    private readonly around: Surroundings,
  ) {}

  /** Nothing is loaded here any more: nobody would look after it. */
  close(): void {
    this.#closed = true
  }

  /** A master key that may be used now; loaded or proven when it has to be. @throws LatchkeyError */
  async usable(row: MasterKeyRow): Promise<LoadedMaster> {
    this.#requireService(this.parts.clock())
    const known = this.#usableNow(row)
    if (known) return known
    const answer = this.#usability(row.mode, this.loaded.get(row.id))
    if (!answer.usable && isRefusal(answer.because)) throw this.#refuse(answer.because)
    if (!answer.usable && answer.because === 'prove') await this.#prove(row)
    return this.#usableNow(row) ?? this.#load(row)
  }

  /**
   * The master key in memory and until when it may be used, if nothing changes.
   * @throws LatchkeyError of the root that stands in the way, key_not_ready when `usable` has to be awaited
   */
  requireUsable(row: MasterKeyRow, now: Instant): { master: LoadedMaster; until: Instant } {
    const serviceUntil = this.#requireService(now)
    const master = this.loaded.get(row.id)
    const answer = this.#usability(row.mode, master, now)
    if (!answer.usable && isRefusal(answer.because)) throw this.#refuse(answer.because)
    if (!answer.usable || !master) throw new LatchkeyError('key_not_ready')
    return { master, until: earliest(answer.until, serviceUntil) }
  }

  /** @throws LatchkeyError unless the roots above a master key allow a new key under it */
  requireMayMake(row: MasterKeyRow): void {
    if (!this.#mayLoad(row)) throw this.#obstacle(row)
  }

  /** Wipes what can't be used any more: a root above it is stopped, or it was loaded fifteen minutes ago. */
  wipeUnusable(): void {
    for (const [id, master] of this.loaded.all()) {
      const answer = this.#usability(master.key.ids.mode, master)
      if (!answer.usable && answer.because !== 'prove') this.loaded.letGo(id)
    }
  }

  /** Renews shares that are five minutes old; a key that nobody used since the last time is let go. */
  async renew({ masterKeys }: KeyRows): Promise<void> {
    await Promise.all(
      this.loaded.all().map(async ([id, master]) => {
        const halves = master.renewalsDue(this.parts.clock())
        if (halves.length === 0) return
        const row = masterKeys.find((candidate) => candidate.id === id)
        if (!row || !master.wasUsed) return this.loaded.letGo(id)
        // In grace nothing is loaded anew; the proofs will say when the root answers again.
        if (this.#mayLoad(row)) await Promise.all(halves.map((half) => this.#renew(master, row, half)))
      }),
    )
  }

  /** What a root refuses shows in its availability. @throws LatchkeyError does_not_open */
  async #renew(master: LoadedMaster, row: MasterKeyRow, half: Half): Promise<void> {
    const at = this.parts.clock()
    master.renewalTried(at)
    try {
      const share = await openShare(half, row, this.parts, this.around.link)
      this.loaded.renew(master, half, share, at)
    } catch (error) {
      if (!(error instanceof KmsError)) throw error
    }
  }

  #usableNow(row: MasterKeyRow): LoadedMaster | undefined {
    const master = this.loaded.get(row.id)
    return master && this.#usability(row.mode, master).usable ? master : undefined
  }

  #usability(
    mode: MasterKeyRow['mode'],
    master: LoadedMaster | undefined,
    now = this.parts.clock(),
  ): Usability {
    const { epochReadAt } = this.around
    const customer = this.#customer(mode)?.watch.availability ?? null
    const platform = this.parts.platform.watch.availability
    return usable({ platform, customer, epochReadAt, loadedAt: master?.loadedAt ?? null }, now)
  }

  /** The link above a master key of this kind; null above one of the platform's. @throws LatchkeyError no_key_linked */
  #customer(mode: MasterKeyRow['mode']): LinkWatch | null {
    if (mode === 'platform') return null
    if (!this.around.link) throw new LatchkeyError('no_key_linked')
    return this.around.link
  }

  #requireService(now: Instant): Instant {
    const { until } = this.parts.service
    if (!until || !isAhead(until, now)) throw new LatchkeyError('service_unavailable')
    return until
  }

  #mayLoad({ mode }: MasterKeyRow): boolean {
    const customer = this.#customer(mode)?.watch.availability ?? null
    return mayLoad(this.parts.platform.watch.availability, customer, this.parts.clock())
  }

  async #prove({ mode }: MasterKeyRow): Promise<void> {
    const { epochReadAt } = this.around
    const epochIsOld = !epochReadAt || elapsedMs(epochReadAt, this.parts.clock()) >= EPOCH_LIFE_MS
    if (epochIsOld) await this.around.rows(true).catch((error) => this.parts.report('epoch not read', error))
    await Promise.all([this.parts.platform.prove(), this.#customer(mode)?.prove()])
  }

  #load(row: MasterKeyRow): Promise<LoadedMaster> {
    const running = this.#loading.get(row.id)
    if (running) return running
    const loading = this.#loadNow(row).finally(() => this.#loading.delete(row.id))
    this.#loading.set(row.id, loading)
    return loading
  }

  async #loadNow(row: MasterKeyRow): Promise<LoadedMaster> {
    if (!this.#mayLoad(row)) {
      const wrap = wrapOf(row, 'platform', null)
      if (wrap) this.parts.platform.offer(wrap, contextOf(row, 'platform'))
      throw this.#obstacle(row)
    }
    const master = await loadMaster(row, this.parts, this.#customer(row.mode)).catch((error: unknown) => {
      throw error instanceof KmsError ? this.#obstacle(row, error) : error
    })
    this.loaded.keep(row.id, master)
    try {
      // Opened by a root that is being replaced, it still waits for the active root's own answer.
      const answer = this.#usability(row.mode, master)
      if (!answer.usable && answer.because === 'prove') await this.#prove(row)
      // A stop may have come in while the roots were answering.
      this.#requireLoaded(row, master)
    } catch (error) {
      this.loaded.letGo(row.id)
      throw error
    }
    return master
  }

  #requireLoaded(row: MasterKeyRow, master: LoadedMaster): void {
    if (this.#closed) throw new LatchkeyError('conflict')
    const now = this.parts.clock()
    this.#requireService(now)
    const answer = this.#usability(row.mode, master, now)
    if (answer.usable) return
    throw isRefusal(answer.because) ? this.#refuse(answer.because) : this.#obstacle(row)
  }

  /** What stands in the way, when a key could not be loaded or proven: a root, or just the moment. */
  #obstacle({ mode }: MasterKeyRow, cause?: unknown): LatchkeyError {
    const customer = this.#customer(mode)?.watch.availability
    if (this.parts.platform.watch.availability.state !== 'active') {
      return this.#refuse('platform_key_unavailable', cause)
    }
    if (customer?.state === 'stopped_denied') return this.#refuse('key_denied', cause)
    if (customer && customer.state !== 'active') return this.#refuse('key_unreachable', cause)
    return new LatchkeyError('service_unavailable', { message: 'The key was not proven in time.', cause })
  }

  #refuse(code: Refusal, cause?: unknown): LatchkeyError {
    const { link } = this.around
    if (code !== 'platform_key_unavailable') link?.refused()
    const sentence = code === 'key_denied' ? link?.sentence : undefined
    const message = sentence ? `${sentence.reason} This data is closed.` : ERROR_KINDS[code].message
    return new LatchkeyError(code, { message, fix: sentence?.fix, cause })
  }
}

function isRefusal(because: string): because is Refusal {
  return because === 'platform_key_unavailable' || because === 'key_denied' || because === 'key_unreachable'
}
