import { z } from 'zod'
import { checkRow } from '../jobs'
import { NOTICE_DAYS } from '../key-calendar'
import { CLOUDS } from '../provider'

const time = z.iso.datetime()
const count = z.number().int().nonnegative()
const tone = z.enum(['ok', 'grace', 'stopped', 'pending', 'neutral'])

/** A version or material of a watched key. */
export const rootVersionRow = z.object({
  id: z.string(),
  /** the one that wraps what is new */
  current: z.boolean(),
  state: z.object({ word: z.string(), tone, means: z.string() }),
  createdAt: time.nullable(),
  /** how it is known when it was made, where the cloud doesn't say */
  createdFrom: z.string().nullable(),
  ageDays: count.nullable(),
  /** against which its age is shown, while it is the current one */
  limitDays: count.nullable(),
  /** whose limit that is */
  limitFrom: z.string().nullable(),
  firstUsedAt: time.nullable(),
  lastUsedAt: time.nullable(),
  /** wraps of shares that only this version opens */
  wraps: count,
  /** why it must not be touched; null: it may go */
  keep: z.string().nullable(),
})
export type RootVersionRow = z.infer<typeof rootVersionRow>

/** A check that went worse since the key was linked. */
const driftView = checkRow.extend({ since: time })

/** What is watched of one of the organization's keys. */
export const watchedKey = z.object({
  linkId: z.uuid(),
  cloud: z.enum(CLOUDS),
  keyId: z.string(),
  role: z.enum(['active', 'staged', 'replaced']),
  /** the newest look that told something; null: none yet */
  lookedAt: time.nullable(),
  /** what keeps us from looking; null: nothing */
  lookProblem: z.string().nullable(),
  checkedAt: time.nullable(),
  /** in words: whether the cloud rotates it, how often, what a look may not see */
  rotation: z.string(),
  nextRotationAt: time.nullable(),
  /** how the versions are known, where the cloud doesn't list them */
  inferredFrom: z.string().nullable(),
  versions: z.array(rootVersionRow),
  drift: z.array(driftView),
})
export type WatchedKey = z.infer<typeof watchedKey>

/** Something that happens to a key on a date. */
export const keyDateRow = z.object({
  id: z.string(),
  kind: z.enum(['expiry', 'deletion', 'rotation']),
  /** such as "Your root key expires" */
  title: z.string(),
  cloud: z.enum(CLOUDS),
  keyId: z.string(),
  role: watchedKey.shape.role,
  version: z.string().nullable(),
  at: time,
  lastSafeDay: time.nullable(),
  notice: z.union(NOTICE_DAYS.map((days) => z.literal(days))).nullable(),
  tone,
  what: z.string(),
  todo: z.string(),
})
export type KeyDateRow = z.infer<typeof keyDateRow>
