import { z } from 'zod'
import { checkRow } from './jobs'
import { isObstacle } from './preflight-checks'
import type { Cloud } from './provider'

/** A row of the checks as it is kept. */
export const keptRow = checkRow.extend({ code: z.string() })
export type KeptRow = z.infer<typeof keptRow>

/** A check that went worse since the key was linked. */
export const driftRow = keptRow.extend({
  /** ISO 8601 */
  since: z.string(),
})
export type DriftRow = z.infer<typeof driftRow>

/** Of what was passed before and is passed still, what counts as a loss all the same. */
const LOSSES: readonly [id: string, before: string, after: string][] = [
  ['rotation', 'rotation_on', 'rotation_off'],
  ['expiry', 'no_expiry', 'expires_later'],
  ['expiry', 'no_expiry', 'renews_before_expiry'],
]
/** Codes of rows that say nothing of the key: nobody answered, or it was not tried. */
const SAYS_NOTHING = ['UNREACHABLE', 'THROTTLED', 'UNKNOWN', 'OURS', 'check_failed_before']

const BADNESS: Partial<Record<KeptRow['status'], number>> = { passed: 0, unknown: 1, failed: 2 }
const badness = ({ status }: KeptRow) => BADNESS[status] ?? 0

/** What the newest checks of a key are compared with. */
export interface Baseline {
  cloud: Cloud
  /** the rows by which the key was linked */
  rows: KeptRow[]
  /** the drift that was known before these checks */
  drift: DriftRow[]
}

/** The rows that are worse than when the key was linked. What could not be told stays as it was known. */
export function driftIn(newest: KeptRow[], { cloud, rows, drift }: Baseline, now: Date): DriftRow[] {
  return newest.flatMap((row) => {
    const known = drift.find(({ id }) => id === row.id)
    if (SAYS_NOTHING.includes(row.code)) return known ?? []
    const before = rows.find(({ id }) => id === row.id)
    const isWorse = before ? isLoss(before, row) : isObstacle(cloud, row)
    return isWorse ? { ...row, since: known?.since ?? now.toISOString() } : []
  })
}

function isLoss(before: KeptRow, after: KeptRow): boolean {
  if (badness(after) > badness(before)) return true
  return LOSSES.some(([id, was, is]) => id === after.id && was === before.code && is === after.code)
}

/** Which drift is new or has changed, and which is gone. */
export function driftChange(before: DriftRow[], after: DriftRow[]) {
  const isAmong = (rows: DriftRow[], { id, code }: DriftRow) =>
    rows.some((row) => row.id === id && row.code === code)
  return {
    appeared: after.filter((row) => !isAmong(before, row)),
    gone: before.filter(({ id }) => !after.some((row) => row.id === id)),
  }
}

/** Whether the checks said anything of the key at all. */
export function saysAnything(rows: KeptRow[]): boolean {
  return rows.some(
    ({ code, id }) => !SAYS_NOTHING.includes(code) && id !== 'no_administration' && id !== 'rotation',
  )
}
