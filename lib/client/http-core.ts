import {
  API_PATHS,
  decryptObjectResults,
  decryptResults,
  encryptObjectResults,
  encryptResults,
} from '@/lib/domain/api'
import type { EncryptionCore, Fields, Outcome } from '@/lib/domain/encryption-core'
import { type ClientOptions, call, codeOf } from './call'

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const mapFields = <A, B>(fields: Record<string, A>, map: (value: A) => B) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, map(value)]))

type Failure = { error: { code: string; message: string; fix: string } }

function outcomes<S extends object, T>(results: (S | Failure)[], value: (success: S) => T): Outcome<T>[] {
  return results.map((result) =>
    'error' in result
      ? { ok: false, ...result.error, code: codeOf(result.error.code) }
      : { ok: true, value: value(result) },
  )
}

/**
 * EncryptionCore over HTTP: what web uses, and what a vendor's service may use.
 * @throws LatchkeyError of each call: the service's own code, or service_unavailable
 */
export function httpCore(options: ClientOptions): EncryptionCore {
  return {
    async encrypt(items) {
      const body = {
        items: items.map((item) => ({ context: item.context, plaintext: toBase64(item.plaintext) })),
      }
      const { results } = await call(options, API_PATHS.encryptBatch, body, encryptResults)
      return outcomes(results, (success: { ciphertext: string }) => fromBase64(success.ciphertext))
    },
    async decrypt(items) {
      const body = {
        items: items.map((item) => ({ context: item.context, ciphertext: toBase64(item.ciphertext) })),
      }
      const { results } = await call(options, API_PATHS.decryptBatch, body, decryptResults)
      return outcomes(results, (success: { plaintext: string }) => fromBase64(success.plaintext))
    },
    async encryptObjects(items) {
      const body = {
        items: items.map(({ context, fields }) => ({ context, fields: mapFields(fields, toBase64) })),
      }
      const { results } = await call(options, API_PATHS.encryptObjects, body, encryptObjectResults)
      return outcomes(results, (success: { envelope: string }) => fromBase64(success.envelope))
    },
    async decryptObjects(items) {
      const body = { items: items.map((item) => ({ ...item, envelope: toBase64(item.envelope) })) }
      const { results } = await call(options, API_PATHS.decryptObjects, body, decryptObjectResults)
      return outcomes<{ fields: Record<string, string> }, Fields>(results, ({ fields }) =>
        mapFields(fields, fromBase64),
      )
    },
  }
}
