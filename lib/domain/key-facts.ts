import type { AvailabilityState } from './availability'
import type { DataClass, MasterKeyMode } from './data-classes'

/** How a root key stands, as stored. `outcome` is what the last proof said. */
export interface StoredAvailability {
  availability: AvailabilityState
  cause: string | null
  since: Date
  lastProofAt: Date | null
}

/** A root key of the platform, as stored. */
export interface PlatformRootFacts extends StoredAvailability {
  id: string
  keyCreatedAt: Date | null
  createdAt: Date
}

/** A link to a customer's root key, as stored. */
export interface LinkFacts {
  id: string
  keyId: string
  region: string
  /** who we are at this key (`LinkIdentity`) */
  identity?: unknown
  state: 'staged' | 'active' | 'replaced' | 'retired'
  keyCreatedAt: Date | null
  createdAt: Date
  retiredAt: Date | null
  availability:
    | (StoredAvailability & {
        errorName: string | null
        requestId: string | null
        lastAttemptAt: Date | null
        refusedRequests: bigint
      })
    | null
}

type StoredKeyState = 'active' | 'retired' | 'destroyed'

export interface MasterKeyFacts {
  id: string
  mode: MasterKeyMode
  version: number
  state: StoredKeyState
  createdAt: Date
  retiredAt: Date | null
}

export interface DataKeyFacts {
  id: string
  dataClass: DataClass
  version: number
  generation: number
  state: StoredKeyState
  masterKeyVersionId: string
  createdAt: Date
  retiredAt: Date | null
  /** stored ciphertexts under it */
  objects: number
}

/** Everything that is stored about an organization's keys, without the keys. */
export interface KeyFacts {
  now: Date
  platformRoot: PlatformRootFacts | null
  links: LinkFacts[]
  masterKeys: MasterKeyFacts[]
  dataKeys: DataKeyFacts[]
  /** which root each wrapped share hangs on */
  wraps: { linkId: string | null }[]
}

const DAY_MS = 24 * 60 * 60_000

/** Whole days from one moment to another; never below zero. */
export function ageInDays(from: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - from.getTime()) / DAY_MS))
}
