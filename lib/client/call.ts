import type { z } from 'zod'
import { problem, SESSION_HEADER } from '@/lib/domain/api'
import { ERROR_KINDS, type ErrorCode, LatchkeyError } from '@/lib/domain/errors'

/** Where the encryption service is and on whose behalf it is asked. */
export interface ClientOptions {
  /** its address, such as `http://127.0.0.1:4310` */
  url: string
  token: string
  /** the session's random id; a token that requires a session opens nothing without it */
  session?: string
  /** time limit of a call with all its tries; 10 s if not given */
  timeoutMs?: number
  /** how often a call that changes nothing is tried again; 2 if not given */
  retries?: number
}

interface How {
  method?: 'POST' | 'DELETE'
  /** asking twice does nothing twice: it may be tried again */
  safe?: boolean
}

const DEFAULTS = { timeoutMs: 10_000, retries: 2 }
const FIRST_WAIT_MS = 100

/** The code of an error by its name; one that a newer service has made up counts as internal. */
export function codeOf(text: string): ErrorCode {
  return Object.hasOwn(ERROR_KINDS, text) ? (text as ErrorCode) : 'internal'
}

/**
 * Asks the encryption service and parses its answer. When it can't be reached, or says to ask again so soon that time
 * is left, a safe call is tried again.
 * @throws LatchkeyError the service's own code with its request id, or service_unavailable
 */
export async function call<T>(
  options: ClientOptions,
  path: string,
  body: unknown,
  answer: z.ZodType<T>,
  { method = 'POST', safe = false }: How = {},
): Promise<T> {
  const { timeoutMs, retries } = { ...DEFAULTS, ...options }
  const request = { method, path, body, answer }
  const endsAt = performance.now() + timeoutMs
  for (let attempt = 0; ; attempt += 1) {
    const { value, failure, asked } = await once(options, request, endsAt - performance.now())
    if (!failure) return value
    const waitMs = asked ? (failure.retryAfterS ?? Number.POSITIVE_INFINITY) * 1_000 : backOffMs(attempt)
    const inTime = performance.now() + waitMs < endsAt
    if (!safe || attempt >= retries || !inTime) throw failure
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
}

/** Longer from try to try, and never for all callers at once. */
const backOffMs = (attempt: number) => FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random())

interface Request<T> {
  method: string
  path: string
  body: unknown
  answer: z.ZodType<T>
}

type Once<T> =
  | { value: T; failure?: undefined; asked: true }
  | { value?: undefined; failure: LatchkeyError; asked: boolean }

/** One try. `asked`: an answer came, be it a failure. */
async function once<T>(options: ClientOptions, request: Request<T>, limitMs: number): Promise<Once<T>> {
  const { method, path, body, answer } = request
  const response = await fetch(new URL(path, options.url), {
    method,
    redirect: 'error',
    signal: AbortSignal.timeout(Math.max(1, Math.ceil(limitMs))),
    headers: {
      authorization: `Bearer ${options.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.session ? { [SESSION_HEADER]: options.session } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch((cause: unknown) => new LatchkeyError('service_unavailable', { cause }))
  if (response instanceof LatchkeyError) return { failure: response, asked: false }
  const json: unknown = response.status === 204 ? null : await response.json().catch(() => undefined)
  if (!response.ok) return { failure: failureIn(response, json), asked: true }
  const parsed = answer.safeParse(json)
  if (parsed.success) return { value: parsed.data, asked: true }
  return { failure: unreadable(response, parsed.error), asked: true }
}

function failureIn(response: Response, json: unknown): LatchkeyError {
  const told = problem.safeParse(json)
  if (!told.success) return unreadable(response, told.error)
  const { code, detail, fix, fields, requestId } = told.data
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfterS = Number.isFinite(seconds) ? seconds : undefined
  return new LatchkeyError(codeOf(code), { message: detail, fix, fields, requestId, retryAfterS })
}

/** Something else answered: a proxy, or a service of another version. */
function unreadable(response: Response, cause: unknown): LatchkeyError {
  const requestId = response.headers.get('x-request-id') ?? undefined
  return new LatchkeyError('service_unavailable', { requestId, cause })
}
