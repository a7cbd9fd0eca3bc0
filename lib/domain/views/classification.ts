import type { DataClass, DataClassRule } from '../data-classes'
import type { Protection } from '../protection'

/** One version of a class's data key, and how much it covers. */
export interface CoveringKey {
  version: number
  generation: number
  state: 'active' | 'retired'
  objects: number
}

/** One row of the data-classification table. */
export interface ClassificationRow extends DataClassRule {
  dataClass: DataClass
  inForce: Protection
  /** how many objects are stored; null: nothing of the class is stored by this product */
  objects: number | null
  /** why nothing is stored, when the class has no storage yet */
  notYet: string | null
  /** newest first: the active version, and retired ones that something still depends on */
  keys: CoveringKey[]
  /** objects whose header names a key that is not known here; zero unless something is wrong */
  uncovered: number
}
