import { type DataClass, dataClass as dataClassName } from '@/lib/domain/data-classes'
import { dueAtMs } from '@/lib/domain/data-key-age'
import type { OrganizationId } from '@/lib/domain/ids'
import type { KeyRows } from '@/lib/store/key-rows'
import { type KeySource, KeyUse } from './key-use'

/**
 * Finds an organization's data keys by class and by the commitment in a ciphertext, without waiting and without
 * making a string. A version keeps its KeyUse for as long as its row is there.
 */
export class KeyIndex {
  #uses = new Map<string, KeyUse>()
  #active = new Map<string, KeyUse>()
  #byCommitment = new Map<number, KeyUse[]>()

  constructor(
    private readonly organization: OrganizationId,
    private readonly source: KeySource,
  ) {}

  /** The version that encrypts now. */
  active(dataClass: DataClass): KeyUse | undefined {
    return this.#active.get(dataClass)
  }

  /** The version that a ciphertext of this class names. */
  find(dataClass: DataClass, commitment: Uint8Array): KeyUse | undefined {
    for (const use of this.#byCommitment.get(firstBytes(commitment)) ?? []) {
      if (use.ids.dataClass === dataClass && isSame(use.commitment, commitment)) return use
    }
    return undefined
  }

  /** All of them, for their usage. */
  all(): Iterable<KeyUse> {
    return this.#uses.values()
  }

  /** Takes in the rows as they are now. */
  follow({ dataKeys }: KeyRows): void {
    const before = this.#uses
    this.#uses = new Map()
    this.#active = new Map()
    this.#byCommitment = new Map()
    for (const row of dataKeys) {
      const use = before.get(row.id) ?? this.#use(row)
      this.#uses.set(row.id, use)
      const first = firstBytes(row.commitment)
      this.#byCommitment.set(first, [...(this.#byCommitment.get(first) ?? []), use])
      if (row.state !== 'active') continue
      use.dueAt(dueAtMs(row))
      this.#active.set(row.dataClass, use)
    }
  }

  #use({ id, dataClass, version, commitment }: KeyRows['dataKeys'][number]): KeyUse {
    const ids = { id, organization: this.organization, dataClass: dataClassName.parse(dataClass), version }
    return new KeyUse(ids, commitment, this.source)
  }
}

/** Commitments are random: their first bytes tell nearly all of them apart. */
function firstBytes(commitment: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = commitment
  return (a << 24) | (b << 16) | (c << 8) | d
}

/** Commitments are public: this need not take constant time. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false
  return true
}
