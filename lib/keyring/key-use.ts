import {
  type DataKey,
  DoesNotOpenError,
  decryptObject,
  decryptObjectField,
  decryptValue,
  encryptObject,
  encryptValue,
  encryptValueParts,
  encryptValueStrict,
} from '@/lib/crypto'
import type { DataClass } from '@/lib/domain/data-classes'
import type { DataContext, Fields } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { OrganizationId } from '@/lib/domain/ids'
import type { Instant } from '@/lib/domain/instant'
import type { Changes } from './changes'
import type { Clock } from './clock'
import type { LoadedDataKey } from './loaded-master'

/** Where a value lives within its organization and class; it is bound into the ciphertext and never stored. */
export type ValuePlace = Pick<DataContext, 'object' | 'field' | 'bind'>
/** Where a whole object lives within its organization and class. */
export type ObjectPlace = Pick<DataContext, 'object' | 'bind'>

/** The answer of the hard rule for a data key that may be used. */
export interface Standing {
  loaded: LoadedDataKey
  /** as long as nothing changes, the answer holds before this moment, by both clocks */
  until: Instant
  /** the time of day until which this version encrypts; it opens for longer */
  encryptsUntilMs: number
}

/** What a key in use asks: the clocks, what changed, and the hard rule. */
export interface KeySource {
  readonly clock: Clock
  /** counts whatever may end the use of a key of the organization */
  readonly changes: Changes
  /** the same for what stands above all organizations: the platform's root and the lease of this process */
  readonly sharedChanges: Changes
  /** @throws LatchkeyError when the data key may not be used now */
  standingOf(dataKeyId: string, now: Instant): Standing
}

/** Which version of which class's data key of which organization. */
export interface KeyUseIds {
  /** id of its row */
  id: string
  organization: OrganizationId
  dataClass: DataClass
  version: number
}

/**
 * A data key in use: await it once, then encrypt and decrypt synchronously. Each operation asks the hard rule before
 * the cryptography and again before its result leaves. The answer is kept until the moment or the change that could
 * end it, so that asking costs two looks at the clocks.
 */
export class KeyUse {
  /** values, objects and streams encrypted and decrypted so far in this process */
  readonly usage = { encrypted: 0, decrypted: 0 }
  #dueAtMs = Number.POSITIVE_INFINITY
  #postponedToMs = Number.NEGATIVE_INFINITY
  #loaded: LoadedDataKey | null = null
  #monoUntilMs = Number.NEGATIVE_INFINITY
  #wallUntilMs = Number.NEGATIVE_INFINITY
  #encryptsUntilMs = Number.NEGATIVE_INFINITY
  #changes = -1
  #sharedChanges = -1

  constructor(
    readonly ids: KeyUseIds,
    /** 32 bytes that stand in each of its ciphertexts */
    readonly commitment: Uint8Array,
    private readonly source: KeySource,
  ) {}

  /** The key itself, if it may be used now. @throws LatchkeyError as requireUsable */
  get key(): DataKey {
    return this.#require(this.source.clock()).key
  }

  /**
   * @throws LatchkeyError key_denied, key_unreachable, platform_key_unavailable; key_not_ready when it has to be asked
   * for again; service_unavailable when this process is out of service
   */
  requireUsable(): void {
    this.#require(this.source.clock())
  }

  /**
   * Whether it encrypts right now without waiting for anything, and no new version is due.
   * @throws LatchkeyError as requireUsable, but for key_not_ready
   */
  isReady(now: Instant): boolean {
    if (!this.#holds(now) && !this.#isAllowed(now)) return false
    return now.wallMs < this.#encryptsUntilMs && !this.isDue(now)
  }

  /** Whether a new version is due, by the time of day. */
  isDue({ wallMs }: Instant): boolean {
    return wallMs >= this.#dueAtMs && wallMs >= this.#postponedToMs
  }

  /** Sets when a new version is due. */
  dueAt(wallMs: number): void {
    this.#dueAtMs = wallMs
  }

  /** A new version could not be made: this one goes on within its rules, and it is tried again later. */
  postpone(toWallMs: number): void {
    this.#postponedToMs = toWallMs
  }

  /** Encrypts a value. @throws LatchkeyError as requireUsable, stale_key_version when another version took over */
  encrypt(place: ValuePlace, plaintext: Uint8Array): Uint8Array {
    return this.#encrypting((key) => encryptValue(key, this.#valueContext(place), plaintext))
  }

  /** The same with the strict suite, which commits to the place as well as to the key. @throws LatchkeyError as encrypt */
  encryptStrict(place: ValuePlace, plaintext: Uint8Array): Uint8Array {
    return this.#encrypting((key) => encryptValueStrict(key, this.#valueContext(place), plaintext))
  }

  /**
   * The same as `encrypt` in parts that belong one behind the other: for large values, which are not copied then.
   * @throws LatchkeyError as encrypt
   */
  encryptParts(place: ValuePlace, plaintext: Uint8Array): Uint8Array[] {
    return this.#encrypting((key) => encryptValueParts(key, this.#valueContext(place), plaintext))
  }

  /** Decrypts a value that this version encrypted. @throws LatchkeyError as requireUsable, does_not_open */
  decrypt(place: ValuePlace, ciphertext: Uint8Array): Uint8Array {
    return this.#decrypting((key) => decryptValue(key, this.#valueContext(place), ciphertext))
  }

  /** Encrypts the fields of an object into one envelope. @throws LatchkeyError as encrypt */
  encryptObject(place: ObjectPlace, fields: Fields): Uint8Array {
    return this.#encrypting((key) => encryptObject(key, this.#objectContext(place), fields))
  }

  /** Opens the named fields of an envelope, all when none is named. @throws LatchkeyError as decrypt */
  decryptObject(place: ObjectPlace, envelope: Uint8Array, names?: readonly string[]): Fields {
    const context = this.#objectContext(place)
    return this.#decrypting((key) =>
      names
        ? Object.fromEntries(names.map((name) => [name, decryptObjectField(key, context, envelope, name)]))
        : decryptObject(key, context, envelope),
    )
  }

  /** Counts a stream, which is encrypted or decrypted with the key itself. */
  countStream(direction: keyof KeyUse['usage']): void {
    this.usage[direction] += 1
  }

  #encrypting<T>(work: (key: DataKey) => T): T {
    const now = this.source.clock()
    const { key } = this.#require(now)
    if (now.wallMs >= this.#encryptsUntilMs) throw new LatchkeyError('stale_key_version')
    const result = work(key)
    this.requireUsable()
    this.usage.encrypted += 1
    return result
  }

  #decrypting<T>(work: (key: DataKey) => T): T {
    const { key } = this.#require(this.source.clock())
    const result = opening(work, key)
    this.requireUsable()
    this.usage.decrypted += 1
    return result
  }

  #valueContext({ object, field, bind }: ValuePlace) {
    const { organization, dataClass } = this.ids
    return { organization, dataClass, object, field, bind }
  }

  #objectContext({ object, bind }: ObjectPlace) {
    const { organization, dataClass } = this.ids
    return { organization, dataClass, object, bind }
  }

  /** Whether the kept answer still holds: nothing changed, and neither clock has reached its end. */
  #holds(now: Instant): boolean {
    return (
      now.monoMs < this.#monoUntilMs &&
      now.wallMs < this.#wallUntilMs &&
      this.#changes === this.source.changes.count &&
      this.#sharedChanges === this.source.sharedChanges.count
    )
  }

  #isAllowed(now: Instant): boolean {
    try {
      this.#ask(now)
      return true
    } catch (error) {
      if (error instanceof LatchkeyError && error.code === 'key_not_ready') return false
      throw error
    }
  }

  #require(now: Instant): LoadedDataKey {
    const loaded = this.#loaded !== null && this.#holds(now) ? this.#loaded : this.#ask(now)
    loaded.lastUsedMs = now.monoMs
    return loaded
  }

  #ask(now: Instant): LoadedDataKey {
    this.#monoUntilMs = Number.NEGATIVE_INFINITY
    const { loaded, until, encryptsUntilMs } = this.source.standingOf(this.ids.id, now)
    this.#loaded = loaded
    this.#monoUntilMs = until.monoMs
    this.#wallUntilMs = until.wallMs
    this.#encryptsUntilMs = encryptsUntilMs
    this.#changes = this.source.changes.count
    this.#sharedChanges = this.source.sharedChanges.count
    return loaded
  }
}

function opening<T>(work: (key: DataKey) => T, key: DataKey): T {
  try {
    return work(key)
  } catch (error) {
    if (error instanceof DoesNotOpenError) throw new LatchkeyError('does_not_open')
    throw error
  }
}
