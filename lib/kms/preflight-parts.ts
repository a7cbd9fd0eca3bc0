import type { PreflightRow, RowMaker } from '@/lib/domain/preflight'
import type { RootKey, WrapContext } from './root-key'

export interface PreflightOptions {
  /** regions that are offered to the organization; empty: every one */
  regions?: readonly string[]
  /** AWS: the same key by the same role of the customer's, but with an external id that is not the organization's */
  asStranger?: RootKey
  now?: Date
  /** hears of each row as it is decided */
  onRow?: (row: PreflightRow) => void
  signal?: AbortSignal
}

/** What the parts of a preflight work with. */
export interface Preflight {
  rootKey: RootKey
  make: RowMaker
  context: WrapContext
  options: PreflightOptions
  /** takes in rows; whether all of them passed */
  report: (...rows: PreflightRow[]) => boolean
}
