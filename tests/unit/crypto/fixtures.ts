import fc from 'fast-check'
import {
  DataKey,
  type DataKeyIds,
  MasterKey,
  type MasterKeyIds,
  StreamDecryptor,
  StreamEncryptor,
  type StreamKey,
  type ValueContext,
} from '@/lib/crypto'
import type { StreamCipher } from '@/lib/crypto/stream'

export const ORGANIZATION = '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01'

export const dataKeyIds: DataKeyIds = {
  organization: ORGANIZATION,
  dataClass: 'secrets_and_credentials',
  version: 1,
}

export const masterKeyIds: MasterKeyIds = {
  id: 'b3f1f3a0-7a55-4c6e-8f0e-5f5f2f1f9d11',
  mode: 'composite',
  organization: ORGANIZATION,
  scope: 'all-customer-classes',
  region: 'eu-central-1',
  version: 1,
}

export const platformShare = new Uint8Array(32).fill(0x50)
export const customerShare = new Uint8Array(32).fill(0xc0)

export function testDataKey(ids: Partial<DataKeyIds> = {}, fill = 0x44): DataKey {
  return new DataKey(new Uint8Array(32).fill(fill), { ...dataKeyIds, ...ids })
}

export function testMasterKey(ids: Partial<MasterKeyIds> = {}): MasterKey {
  return MasterKey.derive({ ...masterKeyIds, ...ids }, { platformShare, customerShare })
}

/** Bytes of up to 300, and text as a context may hold it. */
export const anyBytes = fc.uint8Array({ maxLength: 300 })
export const anyText = fc.string({ unit: 'grapheme', maxLength: 20 })

/** Every input that differs from the given one in one bit, or is cut short. */
export function* spoilt(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const copy = Uint8Array.from(bytes)
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    yield copy
  }
  for (let length = 0; length < bytes.length; length++) yield bytes.slice(0, length)
}

/** Bytes in portions of one size, as a stream may bring them. */
export function* portions(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** A key for streams that may always be used, unless the test says when it may not. */
export function streamKey(check: () => void = () => undefined, key: DataKey = testDataKey()): StreamKey {
  return { key, check }
}

export const streamContext: ValueContext = {
  organization: ORGANIZATION,
  dataClass: dataKeyIds.dataClass,
  object: 'file-1',
  field: 'content',
}

/** Everything that a stream gives out, in one piece. */
export function through(cipher: StreamCipher, bytes: Uint8Array, size = 65_536): Buffer {
  const given = [...portions(bytes, size)].map((portion) => cipher.update(portion))
  return Buffer.concat([...given, cipher.final()])
}

export const encryptWhole = (plaintext: Uint8Array, size?: number): Buffer =>
  through(new StreamEncryptor(streamKey(), streamContext), plaintext, size)

export const decryptWhole = (sealed: Uint8Array, size?: number): Buffer =>
  through(new StreamDecryptor(streamKey(), streamContext), sealed, size)

/** Different bytes at every place that matters: no two chunks are alike. */
export function plaintextOf(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31) ^ (index >> 8)))
}
