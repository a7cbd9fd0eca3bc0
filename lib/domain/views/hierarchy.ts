import type { AvailabilityState } from '../availability'
import type { DataClass, MasterKeyMode } from '../data-classes'

/** Key states as people see them (NIST SP 800-57; `deactivated` reads as retired). */
export type KeyState = 'pre_activation' | 'active' | 'retired' | 'suspended' | 'compromised' | 'destroyed'

/** How a root key stands with us; `none`: there is no such root. */
export interface RootAvailability {
  state: AvailabilityState | 'none'
  /** The outcome behind it, in a sentence. */
  cause?: string
  sinceIso?: string
  /** In grace: when it ends. */
  graceEndsIso?: string
}

/** A root key. Its id is the provider's name for it, such as an ARN; null: not told, as for the platform's. */
export interface RootKeyView {
  id: string | null
  label: string
  state: KeyState
  ageDays: number
  /** null: the rule is not ours, as for a customer's key. */
  limitDays: number | null
}

/** The active version of a master key. */
export interface MasterKeyView {
  label: string
  /** null: made when it is needed first */
  version: number | null
  state: KeyState
  ageDays: number
  limitDays: number
}

/** What a class's active data key is, and how much it covers. */
export interface DataKeyView {
  dataClass: DataClass
  label: string
  followsCmk: boolean
  under: MasterKeyMode
  /** null: the class is not stored, or its key is made when it is needed first. */
  version: number | null
  state: KeyState
  ageDays: number
  limitDays: number
  objects: number
}

/** The key hierarchy of one organization, as the picture and the table beneath it show it. */
export interface HierarchyView {
  platformRoot: RootKeyView
  customerRoot: RootKeyView | null
  platformMaster: MasterKeyView
  compositeMaster: MasterKeyView | null
  dataKeys: DataKeyView[]
  availability: RootAvailability
  platformAvailability: RootAvailability
}
