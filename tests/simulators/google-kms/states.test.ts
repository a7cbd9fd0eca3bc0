import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/google-kms'
import { as, bytes, client, control, createKey, failureOf, RING, start } from './setup'

const DAY_MS = 86_400_000
let simulator: Simulator
let kms: ReturnType<typeof client>
const admin = () => as(simulator, 'admin')
beforeAll(async () => {
  simulator = await start()
  kms = client(simulator)
})

const moveClock = (offsetMs: number) => control(simulator, 'POST', '/clock', { offsetMs })
const setState = async (name: string, state: 'ENABLED' | 'DISABLED') =>
  kms.updateCryptoKeyVersion(
    { cryptoKeyVersion: { name, state }, updateMask: { paths: ['state'] } },
    await admin(),
  )

/** What is said of a version that can't be used. */
const unusable = (version: string, state: string) => ({
  code: 9,
  details: `${version} is not enabled, current state is: ${state}.`,
  statusDetails: [
    expect.objectContaining({
      violations: [expect.objectContaining({ type: `KEY_${state}`, subject: version })],
    }),
  ],
})

test('a version is disabled, enabled, destroyed and restored as in the cloud', async () => {
  const name = await createKey(simulator, 'lifecycle')
  const version = `${name}/cryptoKeyVersions/1`
  const [{ ciphertext }] = await kms.encrypt({ name, plaintext: bytes('x') }, await admin())
  const use = async () => kms.decrypt({ name, ciphertext }, await admin())

  await setState(version, 'DISABLED')
  expect(await failureOf(use())).toMatchObject(unusable(version, 'DISABLED'))
  expect(await failureOf(kms.encrypt({ name, plaintext: bytes('x') }, await admin()))).toMatchObject(
    unusable(version, 'DISABLED'),
  )
  await setState(version, 'ENABLED')
  await use()

  const [destroyed] = await kms.destroyCryptoKeyVersion({ name: version }, await admin())
  expect(destroyed).toMatchObject({ state: 'DESTROY_SCHEDULED', destroyTime: expect.anything() })
  expect(await failureOf(use())).toMatchObject(unusable(version, 'DESTROY_SCHEDULED'))
  expect(await failureOf(setState(version, 'ENABLED'))).toMatchObject({
    code: 9,
    details: expect.stringContaining('has value DESTROY_SCHEDULED in field crypto_key_version.state.'),
  })
  expect((await failureOf(kms.destroyCryptoKeyVersion({ name: version }, await admin()))).code).toBe(9)
  const [restored] = await kms.restoreCryptoKeyVersion({ name: version }, await admin())
  expect(restored).toMatchObject({ state: 'DISABLED', destroyTime: null })
  expect((await failureOf(kms.restoreCryptoKeyVersion({ name: version }, await admin()))).code).toBe(9)
})

test('a version is destroyed for good at the end of its time, and not before', async () => {
  const name = await createKey(simulator, 'destroyed', { destroyScheduledDays: 7 })
  const version = `${name}/cryptoKeyVersions/1`
  const [{ ciphertext }] = await kms.encrypt({ name, plaintext: bytes('x') }, await admin())
  await kms.destroyCryptoKeyVersion({ name: version }, await admin())
  await moveClock(7 * DAY_MS - 3_600_000)
  expect((await kms.getCryptoKeyVersion({ name: version }, await admin()))[0].state).toBe('DESTROY_SCHEDULED')
  await moveClock(7 * DAY_MS + 1_000)
  const [gone] = await kms.getCryptoKeyVersion({ name: version }, await admin())
  expect(gone).toMatchObject({ state: 'DESTROYED', destroyTime: null, destroyEventTime: expect.anything() })
  const use = kms.decrypt({ name, ciphertext }, await admin())
  expect(await failureOf(use)).toMatchObject(unusable(version, 'DESTROYED'))
  expect((await failureOf(kms.restoreCryptoKeyVersion({ name: version }, await admin()))).code).toBe(9)
  await moveClock(0)
})

test('only an enabled version can become the primary one', async () => {
  const name = await createKey(simulator, 'primary')
  await kms.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} }, await admin())
  await setState(`${name}/cryptoKeyVersions/2`, 'DISABLED')
  const request = { name, cryptoKeyVersionId: '2' }
  expect((await failureOf(kms.updateCryptoKeyPrimaryVersion(request, await admin()))).code).toBe(9)
  const absent = { name, cryptoKeyVersionId: '3' }
  expect((await failureOf(kms.updateCryptoKeyPrimaryVersion(absent, await admin()))).code).toBe(5)
})

test('a key rotates by itself on the moved clock', async () => {
  const name = await createKey(simulator, 'rotating', { rotationPeriodDays: 90 })
  await moveClock(200 * DAY_MS)
  const [key] = await kms.getCryptoKey({ name }, await admin())
  expect(key.primary?.name).toBe(`${name}/cryptoKeyVersions/3`)
  const [versions] = await kms.listCryptoKeyVersions({ parent: name }, await admin())
  expect(versions.map(({ state }) => state)).toEqual(['ENABLED', 'ENABLED', 'ENABLED'])
  await moveClock(0)
})

test('automatic rotation needs both a period and a time, and a period of a day at least', async () => {
  const name = await createKey(simulator, 'rotation')
  const set = async (cryptoKey: object, ...paths: string[]) =>
    kms.updateCryptoKey({ cryptoKey: { name, ...cryptoKey }, updateMask: { paths } }, await admin())
  const soon = { seconds: Math.floor(Date.now() / 1000) + 3_600 }
  const both = ['rotation_period', 'next_rotation_time']
  expect((await failureOf(set({ rotationPeriod: { seconds: 90 * 86_400 } }, 'rotation_period'))).code).toBe(3)
  const hourly = { rotationPeriod: { seconds: 3_600 }, nextRotationTime: soon }
  expect((await failureOf(set(hourly, ...both))).code).toBe(3)
  const past = { rotationPeriod: { seconds: 90 * 86_400 }, nextRotationTime: { seconds: 1 } }
  expect((await failureOf(set(past, ...both))).code).toBe(3)
  const [key] = await set({ rotationPeriod: { seconds: 90 * 86_400 }, nextRotationTime: soon }, ...both)
  expect(key).toMatchObject({ rotationPeriod: { seconds: String(90 * 86_400) } })
  expect((await failureOf(set({}, 'purpose'))).code).toBe(3)
})

test('rings and keys are made once, under names that fit', async () => {
  const parent = RING.slice(0, RING.indexOf('/keyRings'))
  expect((await failureOf(kms.createKeyRing({ parent, keyRingId: 'ring' }, await admin()))).code).toBe(6)
  expect((await failureOf(kms.createKeyRing({ parent, keyRingId: 'a.b' }, await admin()))).code).toBe(3)
  const elsewhere = parent.replace('europe-west3', 'atlantis-1')
  expect(
    (await failureOf(kms.createKeyRing({ parent: elsewhere, keyRingId: 'r' }, await admin()))).code,
  ).toBe(3)
  const key = (cryptoKeyId: string, cryptoKey: object = { purpose: 'ENCRYPT_DECRYPT' }) => ({
    parent: RING,
    cryptoKeyId,
    cryptoKey,
  })
  const [made] = await kms.createCryptoKey(key('made'), await admin())
  expect(made).toMatchObject({
    name: `${RING}/cryptoKeys/made`,
    primary: { state: 'ENABLED', algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION' },
    destroyScheduledDuration: { seconds: String(30 * 86_400) },
  })
  expect((await failureOf(kms.createCryptoKey(key('made'), await admin()))).code).toBe(6)
  expect((await failureOf(kms.createCryptoKey(key('none', {}), await admin()))).code).toBe(3)
  const [keys] = await kms.listCryptoKeys({ parent: RING }, await admin())
  expect(keys.map(({ name }) => name)).toContain(`${RING}/cryptoKeys/made`)
})

test('disabling is seen everywhere only after the lag, enabling at once', async () => {
  const name = await createKey(simulator, 'lag')
  const version = `${name}/cryptoKeyVersions/1`
  const use = async () => kms.encrypt({ name, plaintext: bytes('x') }, await admin())
  await control(simulator, 'POST', '/lag', { ms: 60_000 })
  await setState(version, 'DISABLED')
  await use()
  await control(simulator, 'POST', '/lag', { ms: 0 })
  expect((await failureOf(use())).code).toBe(9)
  await control(simulator, 'POST', '/lag', { ms: 60_000 })
  await setState(version, 'ENABLED')
  await use()
  await control(simulator, 'POST', '/lag', { ms: 0 })
})
