import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { DecryptTransform, EncryptTransform, StreamReader, type StreamSource } from '@/lib/crypto'
import { aDataKey } from './subjects'

const OPTIONS = { authTagLength: 16 }

/** One way to encrypt and decrypt files as streams: from a file in `pipeline` to a target. */
export interface StreamSubject {
  encrypt(file: string, target: Writable): Promise<void>
  decrypt(file: string, target: Writable): Promise<void>
}

/** Reads a file in portions of one size. */
type Reading = (file: string) => Readable

export const readingIn =
  (portionBytes: number): Reading =>
  (file) =>
    createReadStream(file, { highWaterMark: portionBytes })

/** Gives out files in portions of one size from memory, once they were read: what is left is the libraries' own work. */
export function readingFromMemory(portionBytes: number): Reading {
  const files = new Map<string, Buffer>()
  return (file) => {
    const bytes = files.get(file) ?? readFileSync(file)
    files.set(file, bytes)
    let at = 0
    return new Readable({
      highWaterMark: portionBytes,
      read() {
        const end = Math.min(at + portionBytes, bytes.length)
        this.push(at < end ? bytes.subarray(at, end) : null)
        at = end
      },
    })
  }
}

/** A target that costs nothing. */
export const nowhere = () =>
  new Writable({
    highWaterMark: 65_536,
    write: (_portion, _encoding, done) => done(),
    writev: (_portions, done) => done(),
  })

/** Streams of this project, and their ranges. */
export function ourStreams(read: Reading): StreamSubject & {
  decryptRange(file: string, start: number, end: number): Promise<void>
} {
  const { key, context } = aDataKey()
  const streamKey = { key, check: () => undefined }
  return {
    encrypt: (file, target) => pipeline(read(file), new EncryptTransform(streamKey, context), target),
    decrypt: (file, target) => pipeline(read(file), new DecryptTransform(() => streamKey, context), target),
    decryptRange: async (file, start, end) => {
      const handle = await open(file)
      try {
        const reader = await StreamReader.open(() => streamKey, context, await sourceOf(handle))
        for await (const _ of reader.read(start, end));
        reader.wipe()
      } finally {
        await handle.close()
      }
    },
  }
}

async function sourceOf(handle: FileHandle): Promise<StreamSource> {
  const { size } = await handle.stat()
  const read = async (start: number, end: number) => {
    const bytes = Buffer.allocUnsafe(end - start)
    await handle.read(bytes, 0, bytes.length, start)
    return bytes
  }
  return { length: size, read }
}

/**
 * The limit: one cipher of node:crypto for the whole file. It decrypts whatever file it is given, so that both can
 * read the same one; `prepare` finds the tag that this takes.
 */
export function rawStreams(read: Reading): StreamSubject & { prepare(file: string): Promise<void> } {
  const key = randomBytes(32)
  const nonce = randomBytes(12)
  const tags = new Map<string, Buffer>()
  const cipher = () => createCipheriv('aes-256-gcm', key, nonce, OPTIONS)
  const decipher = () => createDecipheriv('aes-256-gcm', key, nonce, OPTIONS)
  return {
    encrypt: (file, target) => pipeline(read(file), cipher(), target),
    decrypt: (file, target) => {
      const tag = tags.get(file)
      if (!tag) throw new Error('prepare the file first')
      return pipeline(read(file), decipher().setAuthTag(tag), target)
    },
    prepare: async (file) => {
      const [there, back] = [decipher(), cipher()]
      for await (const portion of read(file)) back.update(there.update(portion))
      back.final()
      tags.set(file, back.getAuthTag())
    },
  }
}

/** The AWS Encryption SDK with frames of 64 KiB and a key in memory; its default suite commits to the key and signs. */
export function awsStreams(
  read: Reading,
  suiteId = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY_ECDSA_P384,
): StreamSubject {
  const client = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)
  const keyring = new RawAesKeyringNode({
    keyName: 'bench',
    keyNamespace: 'bench',
    // The SDK takes no key whose memory is shared with other buffers.
    unencryptedMasterKey: Uint8Array.from(randomBytes(32)),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  })
  const encryptionContext = { object: 'b3f1f3a0-7a55-4c6e-8f0e-5f5f2f1f9d11' }
  const options = { suiteId, frameLength: 65_536, encryptionContext }
  return {
    encrypt: (file, target) => pipeline(read(file), client.encryptStream(keyring, options), target),
    decrypt: (file, target) => pipeline(read(file), client.decryptStream(keyring), target),
  }
}

/** The same without its signature, which this project's streams don't have either. */
export function unsignedAwsStreams(read: Reading): StreamSubject {
  return awsStreams(read, AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY)
}

/** age-encryption, whose streams are the web's. */
export async function ageStreams(read: Reading): Promise<StreamSubject> {
  const identity = await generateX25519Identity()
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(identity))
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  const source = (file: string) =>
    Readable.toWeb(read(file)) as unknown as globalThis.ReadableStream<Uint8Array>
  const sink = (from: globalThis.ReadableStream<Uint8Array>, target: Writable) =>
    pipeline(Readable.fromWeb(from as ReadableStream), target)
  return {
    encrypt: async (file, target) => sink(await encrypter.encrypt(source(file)), target),
    decrypt: async (file, target) => sink(await decrypter.decrypt(source(file)), target),
  }
}
