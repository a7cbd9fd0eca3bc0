import type { z } from 'zod'
import {
  API_PATHS,
  decryptObjectResults,
  decryptResults,
  encryptObjectResults,
  encryptResults,
  type ItemFailure,
} from '@/lib/domain/api'
import type { EncryptionCore, Fields, Outcome } from '@/lib/domain/encryption-core'
import { type ClientOptions, call, codeOf } from './call'

const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const toBytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
const mapFields = <A, B>(fields: Record<string, A>, map: (value: A) => B) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, map(value)]))

/**
 * EncryptionCore over HTTP: what web uses, and what a vendor's service may use. Calls are safe to try again, and are
 * tried again while their time lasts.
 * @throws LatchkeyError of each call: the service's own code, or service_unavailable
 */
export function httpCore(options: ClientOptions): EncryptionCore {
  async function ask<S extends object, T>(
    path: string,
    items: object[],
    answer: z.ZodType<{ results: (S | ItemFailure)[] }>,
    value: (success: S) => T,
  ): Promise<Outcome<T>[]> {
    const { results } = await call(options, path, { items }, answer, { safe: true })
    return results.map((result) =>
      'error' in result
        ? { ok: false, ...result.error, code: codeOf(result.error.code) }
        : { ok: true, value: value(result) },
    )
  }

  return {
    encrypt(items) {
      const plain = items.map((item) => ({ ...item, plaintext: toText(item.plaintext) }))
      const toValue = (success: { ciphertext: string }) => toBytes(success.ciphertext)
      return ask(API_PATHS.encryptBatch, plain, encryptResults, toValue)
    },
    decrypt(items) {
      const sealed = items.map((item) => ({ ...item, ciphertext: toText(item.ciphertext) }))
      const toValue = (success: { plaintext: string }) => toBytes(success.plaintext)
      return ask(API_PATHS.decryptBatch, sealed, decryptResults, toValue)
    },
    encryptObjects(items) {
      const plain = items.map((item) => ({ ...item, fields: mapFields(item.fields, toText) }))
      const toValue = (success: { envelope: string }) => toBytes(success.envelope)
      return ask(API_PATHS.encryptObjects, plain, encryptObjectResults, toValue)
    },
    decryptObjects(items) {
      const sealed = items.map((item) => ({ ...item, envelope: toText(item.envelope) }))
      const toValue = (success: { fields: Record<string, string> }): Fields =>
        mapFields(success.fields, toBytes)
      return ask(API_PATHS.decryptObjects, sealed, decryptObjectResults, toValue)
    },
  }
}
