import type { Instant } from '@/lib/domain/instant'
import type { DataKeyRow, KeyRows } from '@/lib/store/key-rows'
import type { Changes } from './changes'
import type { KeyCache } from './key-cache'
import type { Half, LoadedDataKey, LoadedMaster } from './loaded-master'

/** One organization's master keys in memory, by the id of their rows; whatever is let go is wiped. */
export class LoadedMasters {
  readonly #masters = new Map<string, LoadedMaster>()

  constructor(
    private readonly cache: KeyCache,
    private readonly changes: Changes,
  ) {}

  get size(): number {
    return this.#masters.size
  }

  get(id: string): LoadedMaster | undefined {
    return this.#masters.get(id)
  }

  /** What is loaded now; it may be let go while going through it. */
  all(): [id: string, master: LoadedMaster][] {
    return [...this.#masters]
  }

  hasMode(mode: 'platform' | 'composite'): boolean {
    return this.all().some(([, { key }]) => key.ids.mode === mode)
  }

  /** Holds a master key instead of the one that was loaded before. */
  keep(id: string, master: LoadedMaster): void {
    this.letGo(id)
    this.#masters.set(id, master)
    this.cache.masters.add(master, () => this.letGo(id))
  }

  /** A data key under one of these masters, opened when it is not in memory yet. @throws DoesNotOpenError, LatchkeyError */
  dataKey(master: LoadedMaster, row: DataKeyRow, now: Instant): LoadedDataKey {
    const known = master.loadedDataKey(row.id)
    if (known) return known
    const opened = master.openDataKey(row)
    opened.lastUsedMs = now.monoMs
    this.cache.dataKeys.add(opened, () => {
      master.wipeDataKey(row.id)
      this.changes.count += 1
    })
    return opened
  }

  /** A root just unwrapped a share anew; see {@link LoadedMaster.renew}. */
  renew(master: LoadedMaster, half: Half, share: Uint8Array, at: Instant): boolean {
    this.changes.count += 1
    return master.renew(half, share, at)
  }

  letGo(id: string): void {
    const master = this.#masters.get(id)
    if (!master) return
    this.#masters.delete(id)
    this.cache.masters.remove(master)
    for (const [, loaded] of master.dataKeys) this.cache.dataKeys.remove(loaded)
    master.wipe()
    this.changes.count += 1
  }

  /** Lets go what the rows no longer show: a master key that is gone, a data key that hangs on another one by now. */
  follow({ masterKeys, dataKeys }: KeyRows): void {
    for (const [id, master] of this.all()) {
      if (!masterKeys.some((row) => row.id === id)) this.letGo(id)
      for (const [dataKeyId, loaded] of [...master.dataKeys]) {
        if (dataKeys.some((row) => row.id === dataKeyId && row.masterKeyVersionId === id)) continue
        this.cache.dataKeys.remove(loaded)
        master.wipeDataKey(dataKeyId)
      }
    }
    this.changes.count += 1
  }
}
