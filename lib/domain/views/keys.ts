import { z } from 'zod'
import { type DataClass, dataClassNames } from '../data-classes'
import { CLOUDS } from '../provider'
import type { HierarchyView } from './hierarchy'
import { keyDateRow, watchedKey } from './watch'

const time = z.iso.datetime()
const count = z.number().int().nonnegative()
const dataClass = z.enum(dataClassNames as [DataClass, ...DataClass[]])
const mode = z.enum(['platform', 'composite'])
const keyState = z.enum(['pre_activation', 'active', 'retired', 'suspended', 'compromised', 'destroyed'])
const availabilityState = z.enum(['active', 'grace', 'stopped_denied', 'stopped_unreachable'])

const rootAvailability = z.object({
  state: z.enum([...availabilityState.options, 'none']),
  cause: z.string().optional(),
  sinceIso: time.optional(),
  graceEndsIso: time.optional(),
})

const rootKey = z.object({
  id: z.string().nullable(),
  label: z.string(),
  state: keyState,
  ageDays: count,
  limitDays: count.nullable(),
})

const masterKey = z.object({
  label: z.string(),
  version: count.nullable(),
  state: keyState,
  ageDays: count,
  limitDays: count,
})

const dataKey = masterKey.extend({
  dataClass,
  followsCmk: z.boolean(),
  under: mode,
  objects: count,
})

/** The hierarchy of keys as the picture shows it. */
const hierarchyView = z.object({
  platformRoot: rootKey,
  customerRoot: rootKey.nullable(),
  platformMaster: masterKey,
  compositeMaster: masterKey.nullable(),
  dataKeys: z.array(dataKey),
  availability: rootAvailability,
  platformAvailability: rootAvailability,
}) satisfies z.ZodType<HierarchyView>

/** The link in use, with what its last proofs said and what that means. */
export const linkView = z.object({
  id: z.uuid(),
  provider: z.enum(CLOUDS),
  keyId: z.string(),
  /** the AWS account, Azure tenant or Google Cloud project */
  accountId: z.string(),
  /** the AWS region, Azure vault or Google location */
  region: z.string(),
  linkedAt: time,
  availability: availabilityState,
  /** one or two words for a badge, then cause, whose move it is, and what to do */
  label: z.string(),
  reason: z.string(),
  whose: z.enum(['cloud_admin', 'operator', 'nobody']),
  fix: z.string(),
  since: time,
  lastProofAt: time.nullable(),
  lastAttemptAt: time.nullable(),
  graceEndsAt: time.nullable(),
  /** what the cloud itself said, for a talk with its administrators */
  errorName: z.string().nullable(),
  requestId: z.string().nullable(),
  refusedRequests: count,
})
export type LinkView = z.infer<typeof linkView>

const version = z.object({
  id: z.string(),
  version: count,
  state: keyState,
  createdAt: time,
  retiredAt: time.nullable(),
  ageDays: count,
})

/** A root key, ours or the customer's; `shares` counts the shares that it wraps. */
export const rootKeyRow = version.omit({ version: true }).extend({
  owner: z.enum(['platform', 'customer']),
  keyId: z.string().nullable(),
  limitDays: count.nullable(),
  shares: count,
})
export type RootKeyRow = z.infer<typeof rootKeyRow>

/** A version of a master key; `dataKeys` counts what it wraps. */
export const masterKeyRow = version.extend({ mode, limitDays: count, dataKeys: count })
export type MasterKeyRow = z.infer<typeof masterKeyRow>

/** A version of a class's data key; `objects` counts the stored ciphertexts under it. */
export const dataKeyRow = version.extend({
  dataClass,
  label: z.string(),
  generation: count,
  under: z.object({ mode, version: count }),
  limitDays: count,
  objects: count,
})
export type DataKeyRow = z.infer<typeof dataKeyRow>

/** The newest "check now": what the key said, once it has answered. */
export const keyCheck = z.object({
  askedAt: time,
  /** null while it runs */
  outcome: z.object({ good: z.boolean(), words: z.string(), at: time }).nullable(),
})
export type KeyCheck = z.infer<typeof keyCheck>

/** Everything that the keys page shows. */
export const keysView = z.object({
  readAt: time,
  link: linkView.nullable(),
  check: keyCheck.nullable(),
  /** the rotation request that is undecided or under way */
  openRequestId: z.uuid().nullable(),
  /** null until the encryption service has run for the first time */
  hierarchy: hierarchyView.nullable(),
  /** the key in use first, then those of a change */
  watched: z.array(watchedKey),
  /** what happens to them, the next first */
  calendar: z.array(keyDateRow),
  roots: z.array(rootKeyRow),
  masterKeys: z.array(masterKeyRow),
  dataKeys: z.array(dataKeyRow),
})
export type KeysView = z.infer<typeof keysView>
