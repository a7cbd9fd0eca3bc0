import type { z } from 'zod'
import { problem, SESSION_HEADER } from '@/lib/domain/api'
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

/** A code that arrived; one that this version doesn't know is `internal`. */
export function codeOf(text: string): ErrorCode {
  return text in ERROR_KINDS ? (text as ErrorCode) : 'internal'
}

/**
 * Asks the encryption service and parses its answer.
 * @throws LatchkeyError the service's own code, or service_unavailable
 */
export async function call<T>(
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
