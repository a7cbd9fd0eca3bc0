import { z } from 'zod'
import { alreadyExists, invalidArgument } from '../errors'
import {
  addVersion,
  DAY_MS,
  makeKey,
  PROTECTION_LEVELS,
  PURPOSE_NAMES,
  PURPOSES,
  restore as restoreVersion,
  scheduleDestruction,
  setEnabled,
  setPrimary,
  setRotation,
} from '../keys'
import { isLocation, isResourceId, locationOf } from '../names'
import { duration, instant, method, paths } from './method'
import { keyMessage, ringMessage, versionMessage } from './views'

const DEFAULT_DESTROY_MS = 30 * DAY_MS

export const createKeyRing = method(
  'CreateKeyRing',
  z.object({ parent: z.string(), keyRingId: z.string() }),
  (call, { parent, keyRingId }) => {
    call.require('cloudkms.keyRings.create', parent, 'location')
    if (!isLocation(locationOf(parent)))
      throw invalidArgument(`Location ${locationOf(parent)} is not supported.`)
    if (!isResourceId(keyRingId)) throw invalidArgument('key_ring_id must match [a-zA-Z0-9_-]{1,63}.')
    const name = `${parent}/keyRings/${keyRingId}`
    if (call.world.rings.has(name)) throw alreadyExists('KeyRing', name)
    const ring = { name, createdAt: call.world.clock.now(), bindings: [] }
    call.world.rings.set(name, ring)
    return ringMessage(ring)
  },
)

const newKey = z.object({
  purpose: z.enum(PURPOSE_NAMES),
  labels: z.record(z.string(), z.string()).default({}),
  rotationPeriod: duration,
  nextRotationTime: instant,
  destroyScheduledDuration: duration,
  versionTemplate: z
    .object({
      algorithm: z.string(),
      protectionLevel: z.enum(PROTECTION_LEVELS).catch('SOFTWARE'),
    })
    .nullish(),
  importOnly: z.literal(false, { error: 'is not supported by this simulator' }).optional(),
})

export const createCryptoKey = method(
  'CreateCryptoKey',
  z.object({
    parent: z.string(),
    cryptoKeyId: z.string(),
    cryptoKey: newKey,
    skipInitialVersionCreation: z.boolean().default(false),
  }),
  (call, { parent, cryptoKeyId, cryptoKey: given, skipInitialVersionCreation }) => {
    const { ring } = call.require('cloudkms.cryptoKeys.create', parent, 'keyRing')
    call.ring(ring)
    if (!isResourceId(cryptoKeyId)) throw invalidArgument('crypto_key_id must match [a-zA-Z0-9_-]{1,63}.')
    const name = `${parent}/cryptoKeys/${cryptoKeyId}`
    if (call.world.keys.has(name)) throw alreadyExists('CryptoKey', name)
    const algorithms: readonly string[] = PURPOSES[given.purpose]
    const asked = given.versionTemplate?.algorithm ?? UNSPECIFIED
    const algorithm = asked === UNSPECIFIED ? algorithms[0] : asked
    if (algorithm === undefined || !algorithms.includes(algorithm)) {
      throw invalidArgument(`Algorithm ${asked} is not supported for the purpose ${given.purpose}.`)
    }
    const destroyScheduledMs = given.destroyScheduledDuration ?? DEFAULT_DESTROY_MS
    if (destroyScheduledMs < DAY_MS || destroyScheduledMs > 120 * DAY_MS) {
      throw invalidArgument('destroy_scheduled_duration must be between 24 hours and 120 days.')
    }
    const key = makeKey(
      {
        name,
        purpose: given.purpose,
        algorithm,
        protectionLevel: given.versionTemplate?.protectionLevel ?? 'SOFTWARE',
        labels: given.labels,
        rotationPeriodMs: null,
        nextRotationAt: null,
        destroyScheduledMs,
      },
      call.world.clock.now(),
      !skipInitialVersionCreation,
    )
    setRotation(key, given.rotationPeriod, given.nextRotationTime, call.world.clock.now())
    call.world.keys.set(name, key)
    return keyMessage(key)
  },
)
const UNSPECIFIED = 'CRYPTO_KEY_VERSION_ALGORITHM_UNSPECIFIED'

export const createCryptoKeyVersion = method(
  'CreateCryptoKeyVersion',
  z.object({ parent: z.string() }),
  (call, { parent }) => {
    const key = call.key(call.require('cloudkms.cryptoKeyVersions.create', parent, 'cryptoKey').key)
    return versionMessage(key, addVersion(key, 'ON_DEMAND', call.world.clock.now()))
  },
)

export const updateCryptoKey = method(
  'UpdateCryptoKey',
  z.object({
    cryptoKey: z.object({
      name: z.string(),
      labels: z.record(z.string(), z.string()).default({}),
      rotationPeriod: duration,
      nextRotationTime: instant,
    }),
    updateMask: paths,
  }),
  (call, { cryptoKey: given, updateMask }) => {
    const key = call.key(call.require('cloudkms.cryptoKeys.update', given.name, 'cryptoKey').key)
    const known = ['labels', 'rotation_period', 'next_rotation_time']
    const mask = updateMask.map((path) => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    const unknown = mask.find((path) => !known.includes(path))
    if (mask.length === 0 || unknown !== undefined)
      throw invalidArgument(`update_mask: ${unknown ?? 'is empty'}.`)
    if (mask.includes('labels')) key.labels = given.labels
    const period = mask.includes('rotation_period') ? given.rotationPeriod : key.rotationPeriodMs
    const next = mask.includes('next_rotation_time') ? given.nextRotationTime : key.nextRotationAt
    if (period !== key.rotationPeriodMs || next !== key.nextRotationAt) {
      setRotation(key, period, next, call.world.clock.now())
    }
    return keyMessage(key)
  },
)

export const updateCryptoKeyPrimaryVersion = method(
  'UpdateCryptoKeyPrimaryVersion',
  z.object({ name: z.string(), cryptoKeyVersionId: z.string() }),
  (call, { name, cryptoKeyVersionId }) => {
    const parsed = call.require('cloudkms.cryptoKeys.update', name, 'cryptoKey')
    const found = call.version({ ...parsed, version: `${name}/cryptoKeyVersions/${cryptoKeyVersionId}` })
    const before = found.key.primary
    setPrimary(found.key, found.version)
    call.world.lags.primaries.changed(name, before)
    return keyMessage(found.key)
  },
)

export const updateCryptoKeyVersion = method(
  'UpdateCryptoKeyVersion',
  z.object({
    cryptoKeyVersion: z.object({ name: z.string(), state: z.enum(['ENABLED', 'DISABLED']) }),
    updateMask: paths.refine((mask) => mask.join() === 'state', 'must be "state"'),
  }),
  (call, { cryptoKeyVersion: { name, state } }) => {
    const parsed = call.require('cloudkms.cryptoKeyVersions.update', name, 'cryptoKeyVersion')
    const { key, version } = call.version(parsed)
    const before = version.state
    setEnabled(key, version, state)
    call.world.lags.states.changed(name, before)
    return versionMessage(key, version)
  },
)

const versionNamed = z.object({ name: z.string() })

export const destroyCryptoKeyVersion = method('DestroyCryptoKeyVersion', versionNamed, (call, { name }) => {
  const parsed = call.require('cloudkms.cryptoKeyVersions.destroy', name, 'cryptoKeyVersion')
  const { key, version } = call.version(parsed)
  const before = version.state
  scheduleDestruction(key, version, call.world.clock.now())
  call.world.lags.states.changed(name, before)
  return versionMessage(key, version)
})

export const restoreCryptoKeyVersion = method('RestoreCryptoKeyVersion', versionNamed, (call, { name }) => {
  const parsed = call.require('cloudkms.cryptoKeyVersions.restore', name, 'cryptoKeyVersion')
  const { key, version } = call.version(parsed)
  restoreVersion(key, version)
  return versionMessage(key, version)
})
