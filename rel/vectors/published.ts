import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { DoesNotOpenError } from '@/lib/crypto'
import { gcmOpen, gcmSeal } from '@/lib/crypto/aes-gcm'
import { ChunkOpener, ChunkSealer } from '@/lib/crypto/chunks'
import { MessageKey, PREFIX_BYTES, SALT_BYTES } from '@/lib/crypto/cobblestone'
import { hkdfExpand, hmacSha512 } from '@/lib/crypto/hkdf'
import type { Report } from '../report'
import { readVectors } from './files'
import { hex, hexOf } from './hex'

type Test<T extends string> = Record<T, string> & {
  tcId: number
  comment: string
  result: string
  flags: string[]
}
interface Group<T extends string> {
  tests: Test<T>[]
}

function groupsOf<T extends string, G = object>(name: string): (Group<T> & G)[] {
  return readVectors<{ testGroups: (Group<T> & G)[] }>(`wycheproof/${name}.json`).testGroups
}

/** Wycheproof's AES-GCM. Ours is the one with 256-bit keys and nonces of 12 bytes; anything else is misuse. */
export function checkGcm(report: Report): void {
  for (const { keySize, ivSize, tests } of groupsOf<
    'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag',
    { keySize: number; ivSize: number }
  >('aes_gcm_test')) {
    for (const { tcId, key, iv, aad, msg, ct, tag, result } of tests) {
      const what = `AES-GCM ${tcId}`
      const sealed = () => {
        const out = new Uint8Array(msg.length / 2 + 16)
        gcmSeal(hex(key), hex(iv), hex(aad), hex(msg), out, 0)
        return hexOf(out)
      }
      const opened = () => hexOf(gcmOpen(hex(key), hex(iv), hex(aad), hex(ct + tag)))
      if (keySize !== 256 || ivSize !== 96)
        report.check(refuses(opened, TypeError), `${what}: not refused as misuse`)
      else if (result !== 'valid') report.check(refuses(opened, DoesNotOpenError), `${what}: opens`)
      else report.check(opened() === msg && sealed() === ct + tag, `${what}: differs`)
    }
  }
}

/** Wycheproof's HMAC-SHA-512, shortened tags included. */
export function checkHmac(report: Report): void {
  for (const { tagSize, tests } of groupsOf<'key' | 'msg' | 'tag', { tagSize: number }>('hmac_sha512_test')) {
    for (const { tcId, key, msg, tag, result } of tests) {
      const same = hexOf(hmacSha512(hex(key), hex(msg)).subarray(0, tagSize / 8)) === tag
      report.check(same === (result === 'valid'), `HMAC-SHA-512 ${tcId}`)
    }
  }
}

/** Wycheproof's HKDF with SHA-512. The extract step, which the product does by HMAC, is done here. */
export function checkHkdf(report: Report): void {
  const tests = groupsOf<'ikm' | 'salt' | 'info' | 'okm'>('hkdf_sha512_test').flatMap(({ tests }) => tests)
  for (const { tcId, ikm, salt, info, okm, result, ...rest } of tests) {
    const { size } = rest as unknown as { size: number }
    const expand = () => hexOf(hkdfExpand(hmacSha512(hex(salt), hex(ikm)), hex(info), size))
    const right = result === 'valid' ? expand() === okm : refuses(expand, TypeError)
    report.check(right, `HKDF-SHA-512 ${tcId}`)
  }
}

/** The published vectors of C2SP chunked-encryption: opened in two sizes of portions, and made again. */
export function checkChunkedEncryption(report: Report): void {
  const name = 'c2sp_chunked_encryption_aes_256_gcm_test'
  for (const test of groupsOf<'key' | 'ctx' | 'ct' | 'msgSha512'>(name).flatMap(({ tests }) => tests)) {
    const what = `chunked-encryption ${test.tcId}, ${test.comment}`
    const message = inflateSync(hex(test.ct))
    for (const portionBytes of [65_536, 1_000]) {
      const open = () => openMessage(hex(test.key), hex(test.ctx), message, portionBytes)
      if (test.flags.includes('InvalidKeySize')) report.check(refuses(open, TypeError), `${what}: not misuse`)
      else if (test.result !== 'valid') report.check(refuses(open, DoesNotOpenError), `${what}: opens`)
      else {
        const plaintext = open()
        const hash = createHash('sha512').update(plaintext).digest('hex')
        const made = sealMessage(hex(test.key), hex(test.ctx), message.subarray(0, SALT_BYTES), plaintext)
        report.check(hash === test.msgSha512 && Buffer.compare(made, message) === 0, `${what}: differs`)
      }
    }
  }
}

function openMessage(key: Buffer, context: Buffer, message: Buffer, portionBytes: number): Buffer {
  const opener = new ChunkOpener(MessageKey.opening(key, message.subarray(0, PREFIX_BYTES), context))
  const opened: Uint8Array[] = []
  for (let at = PREFIX_BYTES; at < message.length; at += portionBytes) {
    opened.push(opener.update(message.subarray(at, at + portionBytes)))
  }
  return Buffer.concat([...opened, opener.final()])
}

function sealMessage(inputKey: Buffer, context: Buffer, salt: Buffer, plaintext: Buffer): Buffer {
  const key = new MessageKey(inputKey, salt, context)
  const sealer = new ChunkSealer(key)
  return Buffer.concat([key.prefix, sealer.update(plaintext), sealer.final()])
}

function refuses(work: () => unknown, kind: new () => Error): boolean {
  try {
    work()
    return false
  } catch (error) {
    return error instanceof kind
  }
}
