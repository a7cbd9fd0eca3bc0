import { z } from 'zod'
import { linkView } from './keys'
import { keyDateRow } from './watch'

const time = z.iso.datetime()
const count = z.number().int().nonnegative()

/** A key's age against its limit. */
export const keyAge = z.object({ label: z.string(), ageDays: count, limitDays: count, dueAt: time })
export type KeyAge = z.infer<typeof keyAge>

/** Something that waits for somebody: what it is, whose move, and where to go. */
export const waitingItem = z.object({
  kind: z.enum([
    'link_key',
    'restore_key',
    'rotation_waiting',
    'rotation_blocked',
    'rotation_running',
    'key_due',
    'key_drift',
    'key_date',
  ]),
  title: z.string(),
  whose: z.enum(['organization_admin', 'cloud_admin', 'support', 'operator', 'nobody']),
  since: time.nullable(),
  /** of a rotation: the request to look at */
  requestId: z.uuid().nullable(),
})
export type WaitingItem = z.infer<typeof waitingItem>

/** Everything that the overview shows. */
export const overviewView = z.object({
  readAt: time,
  link: linkView.nullable(),
  platformAvailable: z.boolean(),
  /** the keys of ours, the one closest to its limit first */
  ages: z.array(keyAge),
  waiting: z.array(waitingItem),
  /** what happens to the organization's keys soon */
  notices: z.array(keyDateRow),
  /** checks of its keys that went worse since they were linked */
  driftRows: count,
  connections: count,
  documents: count,
})
export type OverviewView = z.infer<typeof overviewView>
