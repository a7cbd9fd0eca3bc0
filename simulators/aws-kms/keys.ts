import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { keyArn, rootArn } from './arns'
import { disabled, invalidState, limitExceeded } from './errors'

const DAY_MS = 86_400_000
const ON_DEMAND_ROTATIONS_MAX = 25

/** What a key may be made as; only the symmetric one can be used, the others exist to be refused. */
export const KEY_KINDS = [
  { spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT' },
  { spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' },
  { spec: 'RSA_2048', usage: 'SIGN_VERIFY' },
  { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' },
  { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' },
] as const
export const KEY_SPECS = ['SYMMETRIC_DEFAULT', 'RSA_2048', 'ECC_NIST_P256', 'HMAC_256'] as const
export const KEY_USAGES = ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC'] as const
export const KEY_STATES = [
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingReplicaDeletion',
  'PendingImport',
  'Unavailable',
  'Creating',
  'Updating',
] as const

export type KeyState = (typeof KEY_STATES)[number]

const materialSchema = z.object({
  /** 64 hexadecimal digits, as KMS gives out. */
  id: z.string(),
  /** 256 bits in base64. */
  bytes: z.string(),
  createdAt: z.number(),
  origin: z.enum(['CREATED', 'AUTOMATIC', 'ON_DEMAND']),
})
export type KeyMaterial = z.infer<typeof materialSchema>

export const keySchema = z.object({
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  description: z.string(),
  spec: z.enum(KEY_SPECS),
  usage: z.enum(KEY_USAGES),
  state: z.enum(KEY_STATES),
  createdAt: z.number(),
  deletionAt: z.number().nullable(),
  /** How long the waiting period of a primary key will be that waits for its replicas to go. */
  deletionWindowInDays: z.number().nullable().default(null),
  /** null for a key of one region; else the region of the primary, which may be this key's own. */
  primaryRegion: z.string().nullable().default(null),
  /** The key policy's text, as it was put. */
  policy: z.string(),
  /** Oldest first; empty for keys that are not symmetric. */
  materials: z.array(materialSchema),
  rotation: z.object({ enabled: z.boolean(), periodInDays: z.number(), nextAt: z.number().nullable() }),
})
/** A key with its state. Times are milliseconds since the epoch on the simulator's clock. */
export type Key = z.infer<typeof keySchema>

/** A new, enabled key; `policy` is the text of its key policy. */
export function makeKey(
  given: Pick<Key, 'accountId' | 'region' | 'description' | 'spec' | 'usage' | 'policy'>,
  multiRegion: boolean,
  now: number,
): Key {
  const materials = given.spec === 'SYMMETRIC_DEFAULT' ? [makeMaterial('CREATED', now)] : []
  const rotation = { enabled: false, periodInDays: 365, nextAt: null }
  const id = multiRegion ? `mrk-${randomBytes(16).toString('hex')}` : randomUUID()
  const primaryRegion = multiRegion ? given.region : null
  return { id, ...given, ...FRESH, primaryRegion, createdAt: now, materials, rotation }
}

const FRESH = { state: 'Enabled', deletionAt: null, deletionWindowInDays: null } as const

/**
 * A replica of a multi-region key: it shares id, material and rotation with the primary; its state, policy and
 * description are its own.
 */
export function makeReplica(
  primary: Key,
  given: Pick<Key, 'region' | 'description' | 'policy'>,
  now: number,
): Key {
  const replica = { ...primary, ...given, ...FRESH, createdAt: now }
  shareMaterial(primary, replica)
  return replica
}

/** Gives a related key the material and the rotation of the one that they all have from. */
export function shareMaterial(from: Key, to: Key): void {
  to.materials = [...from.materials]
  to.rotation = { ...from.rotation }
}

export const isReplica = (key: Key): boolean => key.primaryRegion !== null && key.primaryRegion !== key.region

/** The policy KMS gives a key that is made without one: the account decides by its IAM policies. */
export function defaultKeyPolicy(accountId: string): string {
  const statement = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: rootArn(accountId) },
    Action: 'kms:*',
    Resource: '*',
  }
  return JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [statement] }, null, 2)
}

const makeMaterial = (origin: KeyMaterial['origin'], createdAt: number): KeyMaterial => ({
  id: randomBytes(32).toString('hex'),
  bytes: randomBytes(32).toString('base64'),
  createdAt,
  origin,
})

/** The material that encrypts; null for keys that are not symmetric. */
export const currentMaterial = (key: Key): KeyMaterial | null => key.materials.at(-1) ?? null

const STATE_WORDS: Record<KeyState, string> = {
  Enabled: 'enabled',
  Disabled: 'disabled',
  PendingDeletion: 'pending deletion',
  PendingReplicaDeletion: 'pending replica deletion',
  PendingImport: 'pending import',
  Unavailable: 'unavailable',
  Creating: 'creating',
  Updating: 'updating',
}

/**
 * Refuses a key that can't be used for cryptography or rotation in its state.
 * @throws KmsError DisabledException or KMSInvalidStateException
 */
export function assertEnabled(key: Key): void {
  if (key.state === 'Enabled' || key.state === 'Updating') return
  if (key.state === 'Disabled') throw disabled(keyArn(key))
  throw invalidState(keyArn(key), STATE_WORDS[key.state])
}

/** @throws KmsError KMSInvalidStateException when the key is in one of `states` */
export function assertNotIn(key: Key, ...states: KeyState[]): void {
  if (states.includes(key.state)) throw invalidState(keyArn(key), STATE_WORDS[key.state])
}

export function enable(key: Key, now: number): void {
  assertNotIn(key, 'PendingDeletion', 'PendingReplicaDeletion', 'PendingImport', 'Creating')
  key.state = 'Enabled'
  // Rotations missed while disabled are not made up for one by one: one is due now.
  if (key.rotation.nextAt !== null) key.rotation.nextAt = Math.max(key.rotation.nextAt, now)
}

export function disable(key: Key): void {
  assertNotIn(key, 'PendingDeletion', 'PendingReplicaDeletion', 'PendingImport', 'Creating')
  key.state = 'Disabled'
}

/** @param hasReplicas a primary key waits until its replicas are gone; only then its own waiting period begins */
export function scheduleDeletion(key: Key, windowInDays: number, now: number, hasReplicas: boolean): void {
  assertNotIn(key, 'PendingDeletion', 'PendingReplicaDeletion')
  if (hasReplicas) {
    key.state = 'PendingReplicaDeletion'
    key.deletionWindowInDays = windowInDays
    return
  }
  key.state = 'PendingDeletion'
  key.deletionWindowInDays = null
  key.deletionAt = now + windowInDays * DAY_MS
}

/** A key whose deletion is cancelled is disabled, not enabled: so it is in the cloud. */
export function cancelDeletion(key: Key): void {
  if (key.state !== 'PendingDeletion' && key.state !== 'PendingReplicaDeletion')
    throw invalidState(keyArn(key), 'not pending deletion')
  key.state = 'Disabled'
  key.deletionAt = null
  key.deletionWindowInDays = null
}

/** @throws KmsError LimitExceededException after 25 rotations on demand */
export function rotateOnDemand(key: Key, now: number): void {
  const soFar = key.materials.filter((material) => material.origin === 'ON_DEMAND').length
  if (soFar >= ON_DEMAND_ROTATIONS_MAX) {
    throw limitExceeded(`${keyArn(key)} has reached ${ON_DEMAND_ROTATIONS_MAX} on-demand rotations.`)
  }
  key.materials.push(makeMaterial('ON_DEMAND', now))
}

/** Sets automatic rotation; `periodInDays` 90 to 2560. */
export function setRotation(key: Key, enabled: boolean, periodInDays: number, now: number): void {
  key.rotation = { enabled, periodInDays, nextAt: enabled ? now + periodInDays * DAY_MS : null }
}

/** Makes the automatic rotations that are due by `now`; a replica rotates with its primary. Returns whether one was. */
export function rotateIfDue(key: Key, now: number): boolean {
  const { rotation } = key
  if (key.state !== 'Enabled' || !rotation.enabled || isReplica(key)) return false
  let rotated = false
  while (rotation.nextAt !== null && rotation.nextAt <= now) {
    key.materials.push(makeMaterial('AUTOMATIC', rotation.nextAt))
    rotation.nextAt += rotation.periodInDays * DAY_MS
    rotated = true
  }
  return rotated
}
