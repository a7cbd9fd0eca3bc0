import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { invalidArgument, preconditionFailed, wrongState } from './errors'

export const DAY_MS = 86_400_000
const VERSIONS_MAX = 10_000

/** What a key may be made for; only the first can be used, the others exist to be refused. */
export const PURPOSES = {
  ENCRYPT_DECRYPT: ['GOOGLE_SYMMETRIC_ENCRYPTION'],
  ASYMMETRIC_DECRYPT: ['RSA_DECRYPT_OAEP_2048_SHA256', 'RSA_DECRYPT_OAEP_3072_SHA256'],
  ASYMMETRIC_SIGN: ['EC_SIGN_P256_SHA256', 'RSA_SIGN_PSS_2048_SHA256'],
  RAW_ENCRYPT_DECRYPT: ['AES_256_GCM', 'AES_128_GCM'],
  MAC: ['HMAC_SHA256'],
} as const
export const PURPOSE_NAMES = [
  'ENCRYPT_DECRYPT',
  'ASYMMETRIC_DECRYPT',
  'ASYMMETRIC_SIGN',
  'RAW_ENCRYPT_DECRYPT',
  'MAC',
] as const
export const PROTECTION_LEVELS = ['SOFTWARE', 'HSM'] as const
export const VERSION_STATES = [
  'ENABLED',
  'DISABLED',
  'DESTROY_SCHEDULED',
  'DESTROYED',
  'PENDING_GENERATION',
  'PENDING_IMPORT',
  'IMPORT_FAILED',
  'GENERATION_FAILED',
] as const
export type VersionState = (typeof VERSION_STATES)[number]

const versionSchema = z.object({
  number: z.number(),
  state: z.enum(VERSION_STATES),
  createdAt: z.number(),
  /** When it is or was to be destroyed. */
  destroyAt: z.number().nullable(),
  destroyedAt: z.number().nullable(),
  origin: z.enum(['CREATED', 'AUTOMATIC', 'ON_DEMAND']),
  /** 256 bits in base64; null once it is destroyed, and for keys that can't be used here. */
  bytes: z.string().nullable(),
})
/** A version of a key. Times are milliseconds since the epoch on the simulator's clock. */
export type Version = z.infer<typeof versionSchema>

export const bindingsSchema = z.array(z.object({ role: z.string(), members: z.array(z.string()) }))
export type Bindings = z.infer<typeof bindingsSchema>

export const keySchema = z.object({
  name: z.string(),
  /** Stands in each ciphertext, to tell whose it is. */
  fingerprint: z.string(),
  purpose: z.enum(PURPOSE_NAMES),
  algorithm: z.string(),
  protectionLevel: z.enum(PROTECTION_LEVELS),
  createdAt: z.number(),
  labels: z.record(z.string(), z.string()),
  /** Oldest first. */
  versions: z.array(versionSchema),
  /** Number of the version that encrypts. */
  primary: z.number().nullable(),
  rotationPeriodMs: z.number().nullable(),
  nextRotationAt: z.number().nullable(),
  destroyScheduledMs: z.number(),
  bindings: bindingsSchema,
})
export type Key = z.infer<typeof keySchema>

export type NewKey = Pick<
  Key,
  | 'name'
  | 'purpose'
  | 'algorithm'
  | 'protectionLevel'
  | 'labels'
  | 'rotationPeriodMs'
  | 'nextRotationAt'
  | 'destroyScheduledMs'
>

/** A new key; with its first version, which is its primary one, unless told otherwise. */
export function makeKey(given: NewKey, now: number, withVersion = true): Key {
  const fingerprint = randomBytes(16).toString('hex')
  const key: Key = { ...given, fingerprint, createdAt: now, versions: [], primary: null, bindings: [] }
  if (withVersion) {
    const version = addVersion(key, 'CREATED', now)
    if (key.purpose === 'ENCRYPT_DECRYPT') key.primary = version.number
  }
  return key
}

/** Adds an enabled version; it encrypts only once it is made the primary one. */
export function addVersion(key: Key, origin: Version['origin'], now: number): Version {
  if (key.versions.length >= VERSIONS_MAX) throw invalidArgument('The CryptoKey has too many versions.')
  const version: Version = {
    number: key.versions.length + 1,
    state: 'ENABLED',
    createdAt: now,
    destroyAt: null,
    destroyedAt: null,
    origin,
    bytes: key.purpose === 'ENCRYPT_DECRYPT' ? randomBytes(32).toString('base64') : null,
  }
  key.versions.push(version)
  return version
}

export const versionName = (key: Key, version: Version): string =>
  `${key.name}/cryptoKeyVersions/${version.number}`
export const primaryOf = (key: Key): Version | null =>
  key.versions.find(({ number }) => number === key.primary) ?? null

/** @throws StatusError for a key of another purpose or a version that is not enabled */
export function setPrimary(key: Key, version: Version): void {
  if (key.purpose !== 'ENCRYPT_DECRYPT') {
    throw invalidArgument(
      `The purpose of ${key.name} is ${key.purpose}; only ENCRYPT_DECRYPT has a primary version.`,
    )
  }
  if (version.state !== 'ENABLED') throw wrongState(versionName(key, version), version.state)
  key.primary = version.number
}

/** Enables or disables a version. @throws StatusError for one in any other state */
export function setEnabled(key: Key, version: Version, state: 'ENABLED' | 'DISABLED'): void {
  if (version.state !== 'ENABLED' && version.state !== 'DISABLED') {
    throw wrongState(versionName(key, version), version.state)
  }
  version.state = state
}

/** @throws StatusError for a version that is scheduled already, or destroyed */
export function scheduleDestruction(key: Key, version: Version, now: number): void {
  if (version.state === 'DESTROY_SCHEDULED' || version.state === 'DESTROYED') {
    throw wrongState(versionName(key, version), version.state)
  }
  version.state = 'DESTROY_SCHEDULED'
  version.destroyAt = now + key.destroyScheduledMs
}

/** A version that is restored is disabled, not enabled: so it is in the cloud. */
export function restore(key: Key, version: Version): void {
  if (version.state !== 'DESTROY_SCHEDULED') throw wrongState(versionName(key, version), version.state)
  version.state = 'DISABLED'
  version.destroyAt = null
}

/**
 * Sets or ends automatic rotation.
 * @throws StatusError for a period out of 1 day to 876,000 hours, a time that is past, or one without the other
 */
export function setRotation(key: Key, periodMs: number | null, nextAt: number | null, now: number): void {
  if (key.purpose !== 'ENCRYPT_DECRYPT' && (periodMs ?? nextAt) !== null) {
    throw invalidArgument(`Automatic rotation is not supported for the purpose ${key.purpose}.`)
  }
  if (periodMs !== null && (periodMs < DAY_MS || periodMs > 876_000 * 3_600_000)) {
    throw invalidArgument('rotation_period must be between 24 hours and 876,000 hours.')
  }
  if (periodMs !== null && nextAt === null) {
    throw invalidArgument('next_rotation_time must be set when rotation_period is set.')
  }
  if (nextAt !== null && nextAt < now) throw invalidArgument('next_rotation_time must be in the future.')
  key.rotationPeriodMs = periodMs
  key.nextRotationAt = nextAt
}

/** What time does to a key by `now`: rotates it and destroys what was scheduled. Returns whether anything changed. */
export function age(key: Key, now: number): boolean {
  const rotated = rotateIfDue(key, now)
  const due = key.versions.filter(
    ({ state, destroyAt }) => state === 'DESTROY_SCHEDULED' && destroyAt !== null && destroyAt <= now,
  )
  for (const version of due) {
    version.state = 'DESTROYED'
    version.destroyedAt = version.destroyAt
    version.bytes = null
  }
  return rotated || due.length > 0
}

function rotateIfDue(key: Key, now: number): boolean {
  let rotated = false
  while (key.nextRotationAt !== null && key.nextRotationAt <= now && key.versions.length < VERSIONS_MAX) {
    key.primary = addVersion(key, 'AUTOMATIC', key.nextRotationAt).number
    key.nextRotationAt = key.rotationPeriodMs === null ? null : key.nextRotationAt + key.rotationPeriodMs
    rotated = true
  }
  return rotated
}

/** @throws StatusError for a key that can't encrypt and decrypt */
export function assertSymmetric(key: Key): void {
  if (key.purpose === 'ENCRYPT_DECRYPT') return
  throw invalidArgument(`The purpose of ${key.name} is ${key.purpose}, which does not fit this operation.`)
}

/** The primary version of a key. @throws StatusError when it has none */
export function requirePrimary(key: Key): Version {
  const primary = primaryOf(key)
  if (primary) return primary
  throw preconditionFailed(`CryptoKey ${key.name} has no primary version.`, 'KEY_NO_PRIMARY', key.name)
}
