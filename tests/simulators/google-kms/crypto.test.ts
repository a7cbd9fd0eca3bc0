import crc from 'crc-32/crc32c.js'
import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/google-kms'
import { as, bytes, client, createKey, failureOf, start } from './setup'

let simulator: Simulator
let kms: ReturnType<typeof client>
const admin = () => as(simulator, 'admin')
const crc32c = (data: Uint8Array) => crc.buf(data, 0) >>> 0
beforeAll(async () => {
  simulator = await start()
  kms = client(simulator)
})

async function sealed(name: string, additionalAuthenticatedData = bytes('context')) {
  const request = { name, plaintext: bytes('secret'), additionalAuthenticatedData }
  const [answer] = await kms.encrypt(request, await admin())
  return Buffer.from(answer.ciphertext as Uint8Array)
}

test('what is encrypted opens again, and the version that did it is named', async () => {
  const name = await createKey(simulator, 'round-trip')
  const [sealing] = await kms.encrypt({ name, plaintext: bytes('secret') }, await admin())
  expect(sealing).toMatchObject({ name: `${name}/cryptoKeyVersions/1`, protectionLevel: 'SOFTWARE' })
  const [opening] = await kms.decrypt({ name, ciphertext: sealing.ciphertext }, await admin())
  expect(String(opening.plaintext)).toBe('secret')
  expect(opening).toMatchObject({ usedPrimary: true, protectionLevel: 'SOFTWARE' })
})

test('checksums go both ways, and are said to be verified only if they came', async () => {
  const name = await createKey(simulator, 'checksums')
  const plaintext = bytes('secret')
  const [bare] = await kms.encrypt({ name, plaintext }, await admin())
  expect(bare).toMatchObject({
    verifiedPlaintextCrc32c: false,
    verifiedAdditionalAuthenticatedDataCrc32c: false,
  })
  expect(bare.ciphertextCrc32c?.value).toBe(String(crc32c(bare.ciphertext as Uint8Array)))
  const checked = { name, plaintext, plaintextCrc32c: { value: crc32c(plaintext) } }
  const [sealing] = await kms.encrypt(checked, await admin())
  expect(sealing).toMatchObject({
    verifiedPlaintextCrc32c: true,
    verifiedAdditionalAuthenticatedDataCrc32c: false,
  })
  const [opening] = await kms.decrypt({ name, ciphertext: sealing.ciphertext }, await admin())
  expect(opening.plaintextCrc32c?.value).toBe(String(crc32c(plaintext)))
  const sealWrong = kms.encrypt({ ...checked, plaintextCrc32c: { value: 1 } }, await admin())
  expect(await failureOf(sealWrong)).toMatchObject({ code: 3, details: expect.stringContaining('checksum') })
  const wrong = { name, ciphertext: sealing.ciphertext, ciphertextCrc32c: { value: 1 } }
  const openWrong = kms.decrypt(wrong, await admin())
  expect(await failureOf(openWrong)).toMatchObject({ code: 3, details: expect.stringContaining('checksum') })
})

test('other additional data, a torn ciphertext and another key do not open', async () => {
  const name = await createKey(simulator, 'mine')
  const another = await createKey(simulator, 'another')
  const ciphertext = await sealed(name)
  const additionalAuthenticatedData = bytes('context')
  const flipped = Buffer.from(ciphertext)
  flipped[40] = (flipped[40] ?? 0) ^ 1
  const wrong: [object, RegExp][] = [
    [{ name, ciphertext }, /ciphertext is invalid/],
    [{ name, ciphertext: flipped, additionalAuthenticatedData }, /ciphertext is invalid/],
    [{ name, ciphertext: ciphertext.subarray(1), additionalAuthenticatedData }, /ciphertext is invalid/],
    [{ name, ciphertext: bytes('x'), additionalAuthenticatedData }, /ciphertext is invalid/],
    [{ name: another, ciphertext, additionalAuthenticatedData }, /verify that 'name' refers/],
  ]
  for (const [request, details] of wrong) {
    const error = await failureOf(kms.decrypt(request, await admin()))
    expect(error).toMatchObject({ code: 3, details: expect.stringMatching(details) })
  }
})

test('the limits are Google’s: 64 KiB, and 8 KiB with the additional data for an HSM', async () => {
  const software = await createKey(simulator, 'software')
  await kms.encrypt({ name: software, plaintext: Buffer.alloc(65_536) }, await admin())
  const long = kms.encrypt({ name: software, plaintext: Buffer.alloc(65_537) }, await admin())
  expect((await failureOf(long)).code).toBe(3)
  const hsm = await createKey(simulator, 'hsm', { protectionLevel: 'HSM' })
  const both = (length: number) => ({
    name: hsm,
    plaintext: Buffer.alloc(4096),
    additionalAuthenticatedData: Buffer.alloc(length),
  })
  await kms.encrypt(both(4096), await admin())
  expect((await failureOf(kms.encrypt(both(4097), await admin()))).code).toBe(3)
})

test('a key encrypts by its primary version, a version by itself, and old ones still open', async () => {
  const name = await createKey(simulator, 'rotated')
  const old = await sealed(name)
  await kms.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} }, await admin())
  const [before] = await kms.encrypt({ name, plaintext: bytes('x') }, await admin())
  expect(before.name).toBe(`${name}/cryptoKeyVersions/1`)
  const [second] = await kms.encrypt(
    { name: `${name}/cryptoKeyVersions/2`, plaintext: bytes('x') },
    await admin(),
  )
  expect(second.name).toBe(`${name}/cryptoKeyVersions/2`)
  await kms.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId: '2' }, await admin())
  const [after] = await kms.encrypt({ name, plaintext: bytes('x') }, await admin())
  expect(after.name).toBe(`${name}/cryptoKeyVersions/2`)
  const request = { name, ciphertext: old, additionalAuthenticatedData: bytes('context') }
  const [opened] = await kms.decrypt(request, await admin())
  expect(opened.usedPrimary).toBe(false)
})

test('keys for something else are there to be refused', async () => {
  for (const purpose of ['ASYMMETRIC_SIGN', 'ASYMMETRIC_DECRYPT', 'RAW_ENCRYPT_DECRYPT', 'MAC']) {
    const name = await createKey(simulator, purpose, { purpose })
    const [key] = await kms.getCryptoKey({ name }, await admin())
    expect(key).toMatchObject({ purpose, primary: null })
    expect((await failureOf(kms.encrypt({ name, plaintext: bytes('x') }, await admin()))).code).toBe(3)
  }
})
