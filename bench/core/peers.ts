import { randomBytes } from 'node:crypto'
import { decryptStringSync, encryptStringSync, generateKey, parseKeySync } from '@47ng/cloak'
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  getLocalCryptographicMaterialsCache,
  NodeCachingMaterialsManager,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { decryptValue, encryptValue, fromText, toText } from '@/lib/crypto'
import { checkCase, checkPeer, compare } from './compare'
import type { Row } from './row'
import { aDataKey, contextOf } from './subjects'

const SIZES_BYTES = [64, 1024]
const CLOAK_FLOORS = { 64: 1.3, 1024: 1.9 } as const

/** Values beside other libraries that people would take instead. */
export async function measurePeers(): Promise<Row[]> {
  const { key, context } = aDataKey()
  const rows: Row[] = []
  for (const size of SIZES_BYTES) {
    const plaintext = randomBytes(size)
    const sealed = encryptValue(key, context, plaintext)
    checkCase(plaintext, (object) => decryptValue(key, contextOf(object), sealed))
    const ours = () => encryptValue(key, context, plaintext)
    const beside = (name: string, floor: number, peer: () => Promise<unknown>) =>
      compare(`value of ${size} B, encrypt, to ${name}`, floor, ours, peer)
    rows.push(
      await beside('the AWS Encryption SDK with its cache', 50, await awsEncrypt(plaintext)),
      // Its default suite signs, which we don't; without that its price is that of its streams and contexts.
      await beside('that without signatures', 20, await awsEncrypt(plaintext, UNSIGNED)),
      await beside('jose dir A256GCM', 15, await joseEncrypt(plaintext)),
    )
  }
  for (const size of [64, 1024] as const) rows.push(await besideCloak(size))
  return rows
}

const UNSIGNED = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY

/** The SDK with a data key cached for any number of messages; its default suite commits to the key and signs. */
async function awsEncrypt(
  plaintext: Uint8Array,
  suiteId?: AlgorithmSuiteIdentifier,
): Promise<() => Promise<unknown>> {
  const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)
  const backingMaterials = new RawAesKeyringNode({
    keyName: 'bench',
    keyNamespace: 'bench',
    unencryptedMasterKey: Uint8Array.from(randomBytes(32)), // it takes no key in shared memory
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  })
  const cache = getLocalCryptographicMaterialsCache(100)
  const materials = new NodeCachingMaterialsManager({ backingMaterials, cache, maxAge: 15 * 60_000 })
  const { dataClass } = contextOf('own')
  // A context of the class alone: with the object in it, each object would miss the cache.
  const options = { suiteId, plaintextLength: plaintext.length, encryptionContext: { dataClass } }
  const run = () => encrypt(materials, plaintext, options)
  checkPeer(plaintext, (await decrypt(materials, (await run()).result)).plaintext)
  return run
}

async function joseEncrypt(plaintext: Uint8Array): Promise<() => Promise<string>> {
  const key = new Uint8Array(randomBytes(32))
  const run = () =>
    new CompactEncrypt(plaintext).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key)
  checkPeer(plaintext, (await compactDecrypt(await run(), key)).plaintext)
  return run
}

/** From text to text, as it would be stored in a column of text. */
function besideCloak(size: keyof typeof CLOAK_FLOORS): Promise<Row> {
  const { key, context } = aDataKey()
  const plaintext = randomBytes(size).toString('hex').slice(0, size)
  const ours = () => toText(encryptValue(key, context, Buffer.from(plaintext, 'utf8')))
  const sealed = fromText(ours())
  checkCase(Buffer.from(plaintext), (object) => decryptValue(key, contextOf(object), sealed))
  const peerKey = parseKeySync(generateKey())
  const peer = () => encryptStringSync(plaintext, peerKey)
  checkPeer(Buffer.from(plaintext), Buffer.from(decryptStringSync(peer(), peerKey)))
  return compare(`text of ${size} B to text, encrypt, to @47ng/cloak`, CLOAK_FLOORS[size], ours, peer)
}
