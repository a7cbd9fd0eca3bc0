import type { DataClass } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import type { OrganizationId } from '@/lib/domain/ids'
import { mustWithdraw } from '@/lib/domain/lone-denial'
import { findStopped, readEpochs } from '@/lib/store/availability-rows'
import { type CacheLimits, KeyCache } from './key-cache'
import type { KeyUse, KeyUseIds } from './key-use'
import { OrganizationKeys } from './organization-keys'
import type { KeyringParts } from './parts'
import { provideDataKey } from './provision'

const CARE_EVERY_MS = 1_000
const EPOCHS_EVERY_MS = 5_000
const IDLE_AFTER_MS = 15 * 60_000
/** Organizations whose rows are kept without any of their keys in memory; beyond it, the longest idle are forgotten. */
const KNOWN_AT_MOST = 10_000
/** A new version that could not be made is tried for again after this time; the old one goes on meanwhile. */
const DUE_AGAIN_AFTER_MS = 60_000

/** All organizations' keys in this process, and the care for them: proofs, renewals, epochs, letting go. */
export class Keyring {
  readonly #organizations = new Map<OrganizationId, OrganizationKeys>()
  readonly #cache: KeyCache
  readonly #making = new Map<string, Promise<void>>()
  readonly #caring = new Set<string>()
  #timers: NodeJS.Timeout[] = []
  #isWithdrawn = false

  constructor(
    readonly parts: KeyringParts,
    limits?: CacheLimits,
  ) {
    this.#cache = new KeyCache(limits)
  }

  /** One organization's keys. */
  of(id: OrganizationId): OrganizationKeys {
    const known = this.#organizations.get(id)
    if (known) {
      // Somebody works with it: it must not be forgotten, and its keys with it, in the middle of that.
      known.touch()
      return known
    }
    const keys = new OrganizationKeys(id, this.parts, this.#cache)
    this.#organizations.set(id, keys)
    if (this.#organizations.size > KNOWN_AT_MOST) this.#forgetLongestIdle()
    return keys
  }

  /**
   * The key that new data of a class is encrypted with, if it may be used at once: found in memory, unexpired, not
   * revoked. Undefined when `activeKey` has to be awaited. @throws LatchkeyError when it is refused
   */
  readyKey(id: string, dataClass: DataClass): KeyUse | undefined {
    const use = this.#organizations.get(id as OrganizationId)?.activeKey(dataClass)
    return use?.isReady(this.parts.clock()) ? use : undefined
  }

  /** The key that a ciphertext names, as far as it is known in memory; asking it tells whether it may be used. */
  knownKey(id: string, dataClass: DataClass, commitment: Uint8Array): KeyUse | undefined {
    return this.#organizations.get(id as OrganizationId)?.knownKey(dataClass, commitment)
  }

  /**
   * The key that new data of a class is encrypted with; made at need, replaced when it is older than 30 days.
   * @throws LatchkeyError not_found, key_denied, key_unreachable, platform_key_unavailable, service_unavailable
   */
  async activeKey(id: OrganizationId, dataClass: DataClass): Promise<KeyUse> {
    const ready = this.readyKey(id, dataClass)
    if (ready) return ready
    const keys = this.of(id)
    await keys.rows()
    const use = keys.activeKey(dataClass)
    if (!use) await this.#provideOnce(keys, dataClass)
    else if (use.isDue(this.parts.clock())) await this.#replace(keys, use)
    const active = keys.activeKey(dataClass)
    if (!active) throw new LatchkeyError('conflict')
    return keys.ready(active)
  }

  /** The key that a ciphertext names in its header. @throws LatchkeyError does_not_open when there is no such key */
  async keyByCommitment(id: OrganizationId, dataClass: DataClass, commitment: Uint8Array): Promise<KeyUse> {
    const keys = this.of(id)
    const use = await keys.findKey(dataClass, commitment)
    if (!use) throw new LatchkeyError('does_not_open')
    return keys.ready(use)
  }

  /** How often each data key was used since this process knows it. */
  usage(): (KeyUseIds & KeyUse['usage'])[] {
    return [...this.#organizations.values()].flatMap((keys) =>
      [...keys.dataKeys].map(({ ids, usage }) => ({ ...ids, ...usage })),
    )
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
    for (const keys of this.#organizations.values()) keys.forget()
    this.#organizations.clear()
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

  /** A late rotation is no outage: what can't be made now is made later, and the old key goes on within its rules. */
  async #replace(keys: OrganizationKeys, old: KeyUse): Promise<void> {
    try {
      await this.#provideOnce(keys, old.ids.dataClass)
    } catch (error) {
      old.postpone(this.parts.clock().wallMs + DUE_AGAIN_AFTER_MS)
      this.parts.report('data key not rotated', error, {
        organization: keys.id,
        dataClass: old.ids.dataClass,
      })
    }
  }

  #provideOnce(keys: OrganizationKeys, dataClass: DataClass): Promise<void> {
    const name = `${keys.id}/${dataClass}`
    const running = this.#making.get(name)
    if (running) return running
    const making = provideDataKey(keys, dataClass, this.parts).finally(() => this.#making.delete(name))
    this.#making.set(name, making)
    return making
  }

  /**
   * A process that alone is denied takes itself out of service instead of stopping everyone again and again; it goes on
   * proving the roots that refuse it, and serves again when they don't.
   */
  async judgeService(): Promise<void> {
    const { clock, service } = this.parts
    const links = [...this.#organizations.values()].flatMap(({ link }) => link ?? [])
    const isAlone = links.some((link) => link.isAlone)
    const others = links.filter((link) => !link.isAlone).map((link) => link.watch.availability.lastProofAt)
    const mustLeave = isAlone && (this.#isWithdrawn || mustWithdraw(others, clock()))
    if (mustLeave === this.#isWithdrawn) return
    this.#isWithdrawn = mustLeave
    if (!mustLeave) return service.rejoin()
    this.evictAll()
    await service.withdraw()
    this.evictAll()
  }

  #care(): void {
    this.#once('service', () => this.judgeService())
    const inUse = [...this.#organizations.values()].some((keys) => keys.hasLoadedKeys)
    this.#once('platform', () => this.parts.platform.tick(inUse))
    for (const keys of this.#organizations.values()) {
      keys.wipeUnusable()
      if (keys.needsCare) this.#once(keys.id, () => keys.tick())
      else if (keys.idleMs > IDLE_AFTER_MS) this.#forget(keys)
    }
  }

  #forget(keys: OrganizationKeys): void {
    keys.forget()
    this.#organizations.delete(keys.id)
  }

  /** A tenth at once, so that it is rarely done. */
  #forgetLongestIdle(): void {
    const idle = [...this.#organizations.values()].filter((keys) => !keys.needsCare && keys.idleMs > 0)
    idle.sort((a, b) => b.idleMs - a.idleMs)
    for (const keys of idle.slice(0, KNOWN_AT_MOST / 10)) this.#forget(keys)
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
