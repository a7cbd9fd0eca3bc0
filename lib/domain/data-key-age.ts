import { CRYPTOPERIOD_DAYS } from './data-classes'

const DAY_MS = 86_400_000
/** What was taken in hand before a rotation may be finished with the version before it. */
const OVERLAP_MS = 60_000

/** When a data key was made, and when another one took over. */
export interface DataKeyAge {
  version: number
  state: 'active' | 'retired' | 'destroyed'
  createdAt: Date
  retiredAt: Date | null
}

/** The time of day from which an active data key is to be replaced by a new version. */
export function dueAtMs({ createdAt }: DataKeyAge): number {
  return createdAt.getTime() + CRYPTOPERIOD_DAYS.dataKey * DAY_MS
}

/**
 * The time of day until which a version encrypts. Only the active one does; one that was retired for its age alone may
 * finish what was begun before, so that nobody notices. A raised fence ends that at once: the class has moved.
 * @param minVersion the least version that the organization's fence lets through for this class
 */
export function encryptsUntilMs({ version, state, retiredAt }: DataKeyAge, minVersion: number): number {
  if (version < minVersion || state === 'destroyed') return Number.NEGATIVE_INFINITY
  if (state === 'active') return Number.POSITIVE_INFINITY
  return (retiredAt?.getTime() ?? 0) + OVERLAP_MS
}
