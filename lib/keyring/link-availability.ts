import { type Availability, unproven } from '@/lib/domain/availability'
import { instantFromWall } from '@/lib/domain/instant'
import { KMS_OUTCOMES, type KmsOutcome } from '@/lib/domain/kms-outcome'
import type { LinkRow } from '@/lib/store/key-rows'
import type { Clock } from './clock'

/** Where a process begins: unproven, and stopped when the row says so, since a denial outlives processes. */
export function initialOf(row: LinkRow, clock: Clock): Availability {
  const now = clock()
  const { availability } = row
  if (
    availability?.availability !== 'stopped_denied' &&
    availability?.availability !== 'stopped_unreachable'
  ) {
    return unproven(now)
  }
  const at = (time: Date | null) => (time ? instantFromWall(time.getTime(), now) : null)
  return unproven(now, {
    state: availability.availability,
    cause: outcomeOf(availability.cause),
    since: instantFromWall(availability.since.getTime(), now),
    firstGoodAt: at(availability.firstGoodAt),
    lastAttemptAt: at(availability.lastAttemptAt),
  })
}

function outcomeOf(text: string | null): KmsOutcome {
  return KMS_OUTCOMES.find((outcome) => outcome === text) ?? 'UNKNOWN'
}
