import { z } from 'zod'
import type { Call } from '../call'
import { crc32c, open, seal, sealedBy } from '../cryptography'
import { invalidArgument, notEnabled } from '../errors'
import { assertSymmetric, type Key, requirePrimary, type Version, versionName } from '../keys'
import { parseName } from '../names'
import { bytes, checksum, method } from './method'

const MAX_BYTES = 64 * 1024
const HSM_MAX_BYTES = 8 * 1024

const encryptRequest = z.object({
  name: z.string(),
  plaintext: bytes,
  additionalAuthenticatedData: bytes,
  plaintextCrc32c: checksum,
  additionalAuthenticatedDataCrc32c: checksum,
})

export const encrypt = method(
  'Encrypt',
  encryptRequest,
  (call, request) => {
    const { plaintext, additionalAuthenticatedData: additional } = request
    const { key, version } = versionToEncrypt(call, request.name)
    assertLength('plaintext', plaintext.length, MAX_BYTES)
    assertLength('additional_authenticated_data', additional.length, MAX_BYTES)
    if (key.protectionLevel === 'HSM') {
      assertLength(
        'plaintext and additional_authenticated_data',
        plaintext.length + additional.length,
        HSM_MAX_BYTES,
      )
    }
    assertChecksum('plaintext', plaintext, request.plaintextCrc32c)
    assertChecksum('additional_authenticated_data', additional, request.additionalAuthenticatedDataCrc32c)
    assertUsable(call, key, version)
    const ciphertext = seal(key, version, plaintext, additional)
    return {
      name: versionName(key, version),
      ciphertext,
      ciphertextCrc32c: { value: crc32c(ciphertext) },
      verifiedPlaintextCrc32c: request.plaintextCrc32c !== null,
      verifiedAdditionalAuthenticatedDataCrc32c: request.additionalAuthenticatedDataCrc32c !== null,
      protectionLevel: key.protectionLevel,
    }
  },
  { readOnly: true },
)

const decryptRequest = z.object({
  name: z.string(),
  ciphertext: bytes,
  additionalAuthenticatedData: bytes,
  ciphertextCrc32c: checksum,
  additionalAuthenticatedDataCrc32c: checksum,
})

export const decrypt = method(
  'Decrypt',
  decryptRequest,
  (call, request) => {
    const { ciphertext, additionalAuthenticatedData: additional } = request
    const name = call.require('cloudkms.cryptoKeyVersions.useToDecrypt', request.name, 'cryptoKey')
    const key = call.key(name.key)
    assertSymmetric(key)
    assertLength('ciphertext', ciphertext.length, MAX_BYTES + 1024)
    assertChecksum('ciphertext', ciphertext, request.ciphertextCrc32c)
    assertChecksum('additional_authenticated_data', additional, request.additionalAuthenticatedDataCrc32c)
    const version = sealedBy(key, ciphertext)
    assertUsable(call, key, version)
    const plaintext = open(version, ciphertext, additional)
    return {
      plaintext,
      plaintextCrc32c: { value: crc32c(plaintext) },
      usedPrimary: version.number === key.primary,
      protectionLevel: key.protectionLevel,
    }
  },
  { readOnly: true },
)

/** The version that a key's name stands for: its primary one, as it is seen by now; or the one that is named. */
function versionToEncrypt(call: Call, name: string): { key: Key; version: Version } {
  const permission = 'cloudkms.cryptoKeyVersions.useToEncrypt'
  if (parseName(name)?.kind === 'cryptoKeyVersion') {
    const found = call.version(call.require(permission, name, 'cryptoKeyVersion'))
    assertSymmetric(found.key)
    return found
  }
  const key = call.key(call.require(permission, name, 'cryptoKey').key)
  assertSymmetric(key)
  const number = call.world.lags.primaries.seen(key.name, key.primary)
  return { key, version: key.versions.find((version) => version.number === number) ?? requirePrimary(key) }
}

/** A version that was disabled may be used until that is seen everywhere; one that is enabled is at once. */
function assertUsable(call: Call, key: Key, version: Version): void {
  const name = versionName(key, version)
  if (version.state === 'ENABLED') return
  const seen = call.world.lags.states.seen(name, version.state)
  if (seen !== 'ENABLED' || version.bytes === null) throw notEnabled(name, version.state)
}

function assertLength(field: string, length: number, max: number): void {
  if (length > max) throw invalidArgument(`${field} must not be longer than ${max} bytes.`)
}

function assertChecksum(field: string, data: Buffer, given: number | null): void {
  if (given === null || given === crc32c(data)) return
  throw invalidArgument(`The checksum in field ${field}_crc32c did not match the data in field ${field}.`)
}
