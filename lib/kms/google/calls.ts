import { setTimeout as sleep } from 'node:timers/promises'
import type { KeyManagementServiceClient } from '@google-cloud/kms'
import type { z } from 'zod'
import { KmsError } from '../kms-error'
import { kmsErrorFrom } from './classify'
import type { GoogleClients } from './clients'
import type { GoogleIdentity } from './tokens'

const MAX_ATTEMPTS = 2
const PAUSE_MS = 100

/** One call of the service, by the SDK's name of it. */
export interface GoogleCall<Answer, Result> {
  method:
    | 'encrypt'
    | 'decrypt'
    | 'getCryptoKey'
    | 'getCryptoKeyVersion'
    | 'listCryptoKeyVersions'
    | 'testIamPermissions'
  request: object
  answer: z.ZodType<Answer>
  /** Looks at the answer and makes of it what the caller wants. Throws `KmsError`. */
  accept: (answer: Answer) => Result
}

/**
 * Makes a call in at most two attempts. The second one is for what may be better by itself: an outage, a quota,
 * a token that is no longer taken, a garbled answer. Throws `KmsError`, or the signal's reason.
 */
export async function send<Answer, Result>(
  clients: GoogleClients,
  identity: GoogleIdentity,
  call: GoogleCall<Answer, Result>,
  signal: AbortSignal,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(clients, identity, call, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof KmsError)) throw error
      if (attempt === MAX_ATTEMPTS || !mayPass(error)) throw error
      if (error.outcome === 'OURS') clients.tokens.renew(identity)
      else await sleep(PAUSE_MS * (0.5 + Math.random()), undefined, { signal })
    }
  }
}

const mayPass = ({ outcome, errorName }: KmsError): boolean =>
  ['UNREACHABLE', 'THROTTLED', 'OURS'].includes(outcome) || errorName === CHECKSUM_MISMATCH

/** The name of the error of an answer whose bytes are not those that were sent. */
export const CHECKSUM_MISMATCH = 'ChecksumMismatch'

async function once<Answer, Result>(
  clients: GoogleClients,
  identity: GoogleIdentity,
  call: GoogleCall<Answer, Result>,
  signal: AbortSignal,
): Promise<Result> {
  const operation = operationOf(call.method)
  const token = await clients.tokens.of(identity)
  const client = await clients.client()
  let parsed: ReturnType<typeof call.answer.safeParse>
  try {
    const answer = await begin(client, call, { token, timeoutMs: clients.attemptTimeoutMs, signal })
    parsed = call.answer.safeParse(answer)
  } catch (error) {
    const failure = kmsErrorFrom(error, operation)
    if (failure.errorName === 'DEADLINE_EXCEEDED') await clients.reconnect(client)
    throw failure
  }
  if (!parsed.success) {
    // An answer without its fields is no answer of Cloud KMS: something in between spoke.
    throw new KmsError({ outcome: 'UNKNOWN', errorName: 'IncompleteResponse', requestId: null, operation })
  }
  return call.accept(parsed.data)
}

/** Below the SDK's public methods, which give no way to cancel a call and offer every request to a log. */
async function begin<Answer, Result>(
  client: KeyManagementServiceClient,
  { method, request }: GoogleCall<Answer, Result>,
  { token, timeoutMs, signal }: { token: string; timeoutMs: number; signal: AbortSignal },
): Promise<unknown> {
  const owner = method === 'testIamPermissions' ? client.iamClient : client
  await owner.initialize()
  const headers = { authorization: `Bearer ${token}`, 'x-goog-request-params': routing(request) }
  const options = { timeout: timeoutMs, retry: null, autoPaginate: false, otherArgs: { headers } }
  const pending = owner.innerApiCalls[method]?.(request, options)
  const cancel = () => pending.cancel()
  signal.addEventListener('abort', cancel)
  try {
    const [answer, , page] = await pending
    return method === 'listCryptoKeyVersions' ? page : answer
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** Sends the call to where the key is: Google's front ends go by it. */
function routing(request: object): string {
  const [field, name] = Object.entries(request)[0] ?? []
  return `${field}=${encodeURIComponent(String(name))}`
}

/** Google's name of the call, as it stands in the customer's audit log. */
const operationOf = (method: string): string => method.charAt(0).toUpperCase() + method.slice(1)
