import { isStopped } from '@/lib/domain/availability'
import { findPlatformRoot } from '@/lib/store/key-views'
import type { PlatformScope } from '@/lib/store/open'
import { inTime } from '../in-time'
import { log } from '../log'

/** What a process needs so that it can do its work. */
export interface Readiness {
  database: boolean
  /** it counts in the process table */
  lease: boolean
  /** the platform's root is not stopped; in grace, what is loaded still serves */
  platformRoot: boolean
}

const WITHIN_MS = 2_000

/** Looks for itself, in the database. Silence for two seconds is an answer too. */
export async function readiness(platform: PlatformScope, leaseHeld: boolean): Promise<Readiness> {
  const root = await inTime(WITHIN_MS, findPlatformRoot(platform)).catch((error: unknown) => {
    log.failure('platform root not read', error)
    return null
  })
  return {
    database: root !== null,
    lease: leaseHeld,
    platformRoot: root !== null && !isStopped({ state: root.availability }),
  }
}
