import type { DataClass } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import type { OrganizationId } from '@/lib/domain/ids'
import { findStopped, readEpochs } from '@/lib/store/availability-rows'
import { type KeyUse, OrganizationKeys } from './organization-keys'
import type { KeyringParts } from './parts'
import { ensureDataKey } from './provision'

const CARE_EVERY_MS = 1_000
const EPOCHS_EVERY_MS = 5_000
const IDLE_AFTER_MS = 15 * 60_000

/** All organizations' keys in this process, and the care for them: proofs, renewals, epochs, letting go. */
export class Keyring {
  readonly #organizations = new Map<OrganizationId, OrganizationKeys>()
  readonly #making = new Map<string, Promise<unknown>>()
  readonly #caring = new Set<string>()
  #timers: NodeJS.Timeout[] = []

  constructor(readonly parts: KeyringParts) {}

  /** One organization's keys. */
  of(id: OrganizationId): OrganizationKeys {
    const known = this.#organizations.get(id)
    if (known) {
      // Somebody works with it: it must not be forgotten, and its keys with it, in the middle of that.
      known.touch()
      return known
    }
    const keys = new OrganizationKeys(id, this.parts)
    this.#organizations.set(id, keys)
    return keys
  }

  /** The key that new data of a class is encrypted with; made at need. @throws LatchkeyError */
  async activeKey(id: OrganizationId, dataClass: DataClass): Promise<KeyUse> {
    const keys = this.of(id)
    const row = (await keys.activeRow(dataClass)) ?? (await this.#makeOnce(keys, dataClass))
    return keys.use(row)
  }

  /** The key that a ciphertext names in its header. @throws LatchkeyError does_not_open when there is no such key */
  async keyByCommitment(id: OrganizationId, dataClass: DataClass, commitment: Uint8Array): Promise<KeyUse> {
    const keys = this.of(id)
    const row = await keys.rowByCommitment(dataClass, commitment)
    if (!row) throw new LatchkeyError('does_not_open')
    return keys.use(row)
  }

  /** How many master keys are in memory. */
  get loadedMasterKeys(): number {
    return [...this.#organizations.values()].reduce((sum, keys) => sum + keys.loadedMasterKeys, 0)
  }

  /** Begins the care; call once. */
  start(): void {
    this.#timers = [
      setInterval(() => this.#care(), CARE_EVERY_MS),
      setInterval(
        () => this.followEpochs().catch((error) => this.parts.report('epochs not read', error)),
        EPOCHS_EVERY_MS,
      ),
    ]
  }

  /** Ends the care and wipes every key. */
  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.evictAll()
  }

  /** Wipes every key: this process must not serve until it has proven itself again. */
  evictAll(): void {
    for (const keys of this.#organizations.values()) keys.evict()
  }

  /** Reads the epochs of all organizations that are known here, and the rows of those that moved. */
  async followEpochs(): Promise<void> {
    const { report, clock, store } = this.parts
    const follow = (keys: OrganizationKeys, fresh: boolean) =>
      keys.rows(fresh).catch((error) => report('epoch not followed', error, { organization: keys.id }))
    for (const id of await findStopped(store.platform)) await follow(this.of(id as OrganizationId), false)
    const known = [...this.#organizations.values()].filter((keys) => keys.epoch !== null)
    if (known.length === 0) return
    const readAt = clock()
    const epochs = await readEpochs(
      store.platform,
      known.map((keys) => keys.id),
    )
    const moved = known.filter((keys) => epochs.get(keys.id) !== keys.epoch)
    for (const keys of known) if (!moved.includes(keys)) keys.epochUnchanged(readAt)
    for (const keys of moved) await follow(keys, true)
  }

  /** An organization's epoch moved: takes it in now. */
  async epochMoved(id: OrganizationId): Promise<void> {
    const keys = this.#organizations.get(id)
    if (keys && keys.epoch !== null) await keys.rows(true)
  }

  #makeOnce(keys: OrganizationKeys, dataClass: DataClass) {
    const name = `${keys.id}/${dataClass}`
    const running = this.#making.get(name) as ReturnType<typeof ensureDataKey> | undefined
    if (running) return running
    const making = ensureDataKey(keys, dataClass, this.parts).finally(() => this.#making.delete(name))
    this.#making.set(name, making)
    return making
  }

  #care(): void {
    const inUse = [...this.#organizations.values()].some((keys) => keys.hasLoadedKeys)
    this.#once('platform', () => this.parts.platform.tick(inUse))
    for (const keys of this.#organizations.values()) {
      keys.wipeUnusable()
      if (keys.needsCare) this.#once(keys.id, () => this.#careFor(keys))
      else if (keys.idleMs > IDLE_AFTER_MS) this.#organizations.delete(keys.id)
    }
  }

  async #careFor(keys: OrganizationKeys): Promise<void> {
    await keys.link?.tick()
    await keys.renew()
  }

  /** A turn that takes long must not be started again beside itself. */
  #once(name: string, work: () => Promise<void>): void {
    if (this.#caring.has(name)) return
    this.#caring.add(name)
    work()
      .catch((error) => this.parts.report('care failed', error, { name }))
      .finally(() => this.#caring.delete(name))
  }
}
