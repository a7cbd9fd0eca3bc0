import type { z } from 'zod'
import {
  API_PATHS,
  decryptObjectResults,
  decryptResults,
  encryptObjectResults,
  encryptResults,
  problem,
  SESSION_HEADER,
} from '@/lib/domain/api'
import type { EncryptionCore, Fields, Outcome } from '@/lib/domain/encryption-core'
import { ERROR_KINDS, type ErrorCode, LatchkeyError } from '@/lib/domain/errors'

/** Where the encryption service is and on whose behalf it is asked. */
export interface ClientOptions {
  url: string
  token: string
  /** the session's random id; a token that requires a session opens nothing without it */
  session?: string
  /** time limit of a call; 10 s if not given */
  timeoutMs?: number
}

const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const toBytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
const mapFields = <A, B>(fields: Record<string, A>, map: (value: A) => B) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, map(value)]))

function codeOf(text: string): ErrorCode {
  return text in ERROR_KINDS ? (text as ErrorCode) : 'internal'
}

async function call<T>(
  options: ClientOptions,
  path: string,
  body: unknown,
  answer: z.ZodType<T>,
): Promise<T> {
  const response = await fetch(new URL(path, options.url), {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${options.token}`,
      ...(options.session ? { [SESSION_HEADER]: options.session } : {}),
    },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new LatchkeyError('service_unavailable', { cause })
  })
  const json: unknown = await response.json().catch((cause: unknown) => {
    throw new LatchkeyError('service_unavailable', { cause })
  })
  if (response.ok) return answer.parse(json)
  const told = problem.safeParse(json)
  if (!told.success) throw new LatchkeyError('service_unavailable', { cause: told.error })
  throw new LatchkeyError(codeOf(told.data.code), { message: told.data.detail, fix: told.data.fix })
}

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
        items: items.map((item) => ({ context: item.context, plaintext: toText(item.plaintext) })),
      }
      const { results } = await call(options, API_PATHS.encryptBatch, body, encryptResults)
      return outcomes(results, (success: { ciphertext: string }) => toBytes(success.ciphertext))
    },
    async decrypt(items) {
      const body = {
        items: items.map((item) => ({ context: item.context, ciphertext: toText(item.ciphertext) })),
      }
      const { results } = await call(options, API_PATHS.decryptBatch, body, decryptResults)
      return outcomes(results, (success: { plaintext: string }) => toBytes(success.plaintext))
    },
    async encryptObjects(items) {
      const body = {
        items: items.map(({ context, fields }) => ({ context, fields: mapFields(fields, toText) })),
      }
      const { results } = await call(options, API_PATHS.encryptObjects, body, encryptObjectResults)
      return outcomes(results, (success: { envelope: string }) => toBytes(success.envelope))
    },
    async decryptObjects(items) {
      const body = { items: items.map((item) => ({ ...item, envelope: toText(item.envelope) })) }
      const { results } = await call(options, API_PATHS.decryptObjects, body, decryptObjectResults)
      return outcomes<{ fields: Record<string, string> }, Fields>(results, ({ fields }) =>
        mapFields(fields, toBytes),
      )
    },
  }
}
