import { randomUUID } from 'node:crypto'
import { isStopped } from '@/lib/domain/availability'
import { DEFAULT_SCOPE } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import { type KeyAccess, keyAccess } from '@/lib/domain/link-identity'
import { isObstacle } from '@/lib/domain/preflight-checks'
import type { BlockedCode, RotationCensus, RotationStep } from '@/lib/domain/rotation'
import { completeChange } from '@/lib/keyring/change/complete'
import { type ChangingLinks, promote } from '@/lib/keyring/change/promote'
import { rewrapDataKeys, rewrapShares } from '@/lib/keyring/change/rewrap'
import { verifyWithoutOld } from '@/lib/keyring/change/verify'
import type { OrganizationKeys } from '@/lib/keyring/organization-keys'
import type { KeyringParts } from '@/lib/keyring/parts'
import { proveNewRoot } from '@/lib/keyring/staging'
import { appendAudit } from '@/lib/store/audit'
import { listProcesses, recordStaging, removeProcess } from '@/lib/store/key-processes'
import { bumpEpoch, insertLink } from '@/lib/store/key-rows'
import { isDuplicate } from '@/lib/store/problems'
import { type RotationRow, updateRotation } from '@/lib/store/rotations'
import type { OrganizationScope } from '@/lib/store/scope'
import type { RunningJob } from '../job'
import { type OfferedKey, offeredKey } from '../offered-key'
import { checkOfferedKey } from '../preflight'
import { begun, ended } from './course'

/** The change cannot go on now; it does by itself when the cause is gone. */
export class Blocked extends Error {
  constructor(readonly code: BlockedCode) {
    super(code)
    this.name = 'Blocked'
  }
}

/** The change is over before it changed anything. */
export class Refused extends Error {}

/** One rotation as its stages see it. */
export interface Change {
  job: RunningJob<'rotate'>
  keys: OrganizationKeys
  /** with customer roots that are watched, so that a failure names its root */
  parts: KeyringParts
  rotation: RotationRow
}

/** The stage is not over: another turn looks again. */
interface Waiting {
  againAfterMs: number
}

interface StageEnd {
  counts?: Record<string, number>
  note?: string
  /** what becomes known of the rotation beside its stage */
  set?: { oldLinkId?: string; newLinkId?: string }
}

const STAGING_PATIENCE_MS = 2 * 60_000
const STAGING_AGAIN_AFTER_MS = 1_000
const FAILURES_TO_WAIT_OUT = new Set(['describe', 'enabled', 'wrap', 'unwrap'])

/** Both keys are proven, before anything changes. */
async function preflight({ job, keys, rotation }: Change): Promise<StageEnd> {
  const { link } = keys
  if (!link) throw new Refused('There is no linked key to rotate.')
  await link.prove()
  const { availability } = link.watch
  if (isStopped(availability) || availability.state === 'grace') {
    throw new Blocked(availability.state === 'stopped_denied' ? 'old_key_denied' : 'old_key_unreachable')
  }
  const { passed, rows, reference } = await checkOfferedKey(
    { ...job, progress: async () => undefined },
    newKeyOf(rotation),
  )
  const failed = rows
    .filter((row) => row.status === 'failed' || row.status === 'unknown')
    .filter((row) => isObstacle(reference.provider, row))
  if (!passed) {
    if (failed.some((row) => !FAILURES_TO_WAIT_OUT.has(row.id))) throw new Refused(failed[0]?.reason ?? '')
    throw new Blocked(
      failed.every((row) => row.whose === 'network') ? 'new_key_unreachable' : 'new_key_denied',
    )
  }
  return { counts: { checks: rows.length }, set: { oldLinkId: link.row.id } }
}

/** Every live process proves the new root; one that can't within two minutes is taken out of service. */
async function stage(change: Change): Promise<StageEnd | Waiting> {
  const { job, keys, parts, rotation } = change
  const { platform } = parts.store
  const offered = await offeredKey(job, keys.scope, newKeyOf(rotation))
  const { reference, identity } = offered
  const newKey = { keyId: reference.id, identity }
  const prove = () => proveNewRoot(parts, keys.id, newKey)
  if (!rotation.newLinkId) await prove()
  const newLinkId = rotation.newLinkId ?? (await insertStagedLink(change, offered))
  const own = (await listProcesses(platform, rotation.id)).find(({ id }) => id === job.processId)
  if (!own?.staged) {
    if (rotation.newLinkId) await prove()
    await recordStaging(platform, job.processId, rotation.id, 'OK')
  }
  const processes = await listProcesses(platform, rotation.id)
  const missing = processes.filter((process) => !process.staged)
  if (missing.length === 0) return { counts: { processes: processes.length }, set: { newLinkId } }
  if (job.now().getTime() < (await stagedSince(keys, newLinkId)) + STAGING_PATIENCE_MS) {
    return { againAfterMs: STAGING_AGAIN_AFTER_MS }
  }
  for (const { id } of missing) await removeProcess(platform, id)
  const note = `Taken out of service, because it could not prove the new key: ${missing.length}.`
  return { counts: { processes: processes.length - missing.length }, note, set: { newLinkId } }
}

function newKeyOf({ request }: RotationRow): { keyId: string; access: KeyAccess } {
  return { keyId: request.newKeyId, access: keyAccess.parse(request.newKeyAccess) }
}

async function stagedSince(keys: OrganizationKeys, newLinkId: string): Promise<number> {
  const { links } = await keys.rows(true)
  return links.find(({ id }) => id === newLinkId)?.createdAt.getTime() ?? 0
}

async function insertStagedLink(
  { job, keys, parts, rotation }: Change,
  { reference, identity }: OfferedKey,
): Promise<string> {
  const id = randomUUID()
  const { provider, id: keyId, region } = reference
  const description = await parts.customerRoot({ keyId, identity }).describe()
  const place = { provider, keyId, region, identity, scope: DEFAULT_SCOPE }
  try {
    await keys.scope.transaction(async (tx) => {
      const dutiesAcknowledgedBy = rotation.request.requestedBy
      const row = {
        id,
        ...place,
        state: 'staged' as const,
        dutiesAcknowledgedBy,
        keyCreatedAt: description.createdAt,
      }
      await insertLink(tx, row, job.now())
      await updateRotation(tx, rotation.id, { newLinkId: id })
      await bumpEpoch(tx)
    })
  } catch (error) {
    if (isDuplicate(error)) throw new Refused('The new key already serves another purpose.')
    throw error
  }
  return id
}

/** The new key becomes active. */
async function promoteStage(change: Change): Promise<StageEnd> {
  const { keys, parts, rotation } = change
  const links = await linksOf(change)
  let counts: Record<string, number> = {}
  await promote(keys, parts, links, async (tx, made) => {
    counts = made
    await audit(tx, 'rotation.promoted', rotation, { oldKeyId: links.old.keyId, newKeyId: links.next.keyId })
  })
  return { counts }
}

/** Shares first, so that the old root is needed no more when the data keys move. */
async function rewrap(change: Change): Promise<StageEnd> {
  const { keys, parts, job } = change
  const shares = await rewrapShares(keys, parts, await linksOf(change), job.checkpoint)
  const dataKeys = await rewrapDataKeys(keys, job.checkpoint)
  return { counts: { shares, dataKeys } }
}

/** Everything is opened once more, without the old key. */
async function verify(change: Change): Promise<StageEnd> {
  const found = await verifyWithoutOld(
    change.keys,
    change.parts,
    await linksOf(change),
    change.job.checkpoint,
  )
  return { counts: { ...found } }
}

/** The census is zero: the wraps under the old key go, and the rotation is complete. */
async function complete(change: Change): Promise<StageEnd> {
  const { job, keys, parts, rotation } = change
  const links = await linksOf(change)
  const opened = await verifyWithoutOld(keys, parts, links, job.checkpoint)
  const now = job.now()
  await completeChange(keys, links, now, async (tx, wrapsUnderOldKey) => {
    const census: RotationCensus = {
      oldKeyId: links.old.keyId,
      wrapsUnderOldKey,
      sharesTotal: opened.sharesTotal,
      sharesOpenedWithoutOldKey: opened.sharesOpened,
      dataKeysTotal: opened.dataKeysTotal,
      dataKeysOpenedWithoutOldKey: opened.dataKeysOpened,
      checkedAt: now.toISOString(),
    }
    const course = ended(begun(rotation.course, 'complete', now), 'complete', now, {})
    await updateRotation(tx, rotation.id, {
      census,
      course,
      stage: 'complete',
      blockedCode: null,
      finishedAt: now,
    })
    await audit(tx, 'rotation.completed', rotation, { ...census, newKeyId: links.next.keyId })
  })
  return {}
}

async function linksOf({ keys, rotation }: Change): Promise<ChangingLinks> {
  const { links } = await keys.rows()
  const old = links.find((link) => link.id === rotation.oldLinkId)
  const next = links.find((link) => link.id === rotation.newLinkId)
  if (!old || !next)
    throw new LatchkeyError('conflict', { message: 'The links of this change are not as expected.' })
  return { old, next }
}

/** Enters what the service did about a rotation. */
export function audit(
  tx: OrganizationScope,
  action: string,
  { id }: RotationRow,
  detail: Record<string, string | number>,
) {
  return appendAudit(tx, { actorId: null, actorName: 'Latchkey', action, target: id, detail })
}

/** What each stage does, in order; each finds out from the data what is left, so that doing it again does it once. */
export const STAGES: [RotationStep, (change: Change) => Promise<StageEnd | Waiting>][] = [
  ['preflight', preflight],
  ['staged', stage],
  ['promoted', promoteStage],
  ['rewrapping', rewrap],
  ['verifying', verify],
  ['complete', complete],
]
