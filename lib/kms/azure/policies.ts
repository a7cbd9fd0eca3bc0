import { createHttpHeaders, type PipelinePolicy } from '@azure/core-rest-pipeline'
import { withDeadline } from '../deadline'
import type { LoopbackAgent } from './loopback-agent'

/** The longest true answer, a page of 25 versions or the OpenID configuration, has some kilobytes. */
const MAX_RESPONSE_BYTES = 64 * 1024

class ForeignHostError extends Error {
  override name = 'ForeignHostError'
}

/** A redirect, or a refusal in no words at all: not how Azure answers. */
class UnusableAnswerError extends Error {
  override name = 'UnusableAnswerError'
  constructor(readonly statusCode: number) {
    super()
  }
}

class ResponseTooLargeError extends Error {
  override name = 'ResponseTooLargeError'
}

/** What bounds every request of an SDK client of ours. */
export interface RequestBounds {
  /** The one host that is called; a link to the next page of a list may name any. */
  host: string
  attemptTimeoutMs: number
  agent: LoopbackAgent | null
}

/** One host, one time limit for headers and body, 64 KiB of answer, no redirect. */
export function boundRequests({ host, attemptTimeoutMs, agent }: RequestBounds): PipelinePolicy {
  return {
    name: 'latchkeyBounds',
    async sendRequest(request, next) {
      const { protocol, host: called } = new URL(request.url)
      if (protocol !== 'https:' || called !== host) throw new ForeignHostError()
      if (agent !== null) request.agent = agent
      const caller = request.abortSignal as AbortSignal | undefined
      return await withDeadline(attemptTimeoutMs, caller, async (deadline) => {
        const tooLarge = new AbortController()
        request.abortSignal = AbortSignal.any([deadline, tooLarge.signal])
        request.onDownloadProgress = ({ loadedBytes }) => {
          if (loadedBytes <= MAX_RESPONSE_BYTES) return
          // Ends the connection: the rest is not read.
          tooLarge.abort(new ResponseTooLargeError())
          tooLarge.signal.throwIfAborted()
        }
        const response = await next(request)
          .catch((error: unknown) => {
            tooLarge.signal.throwIfAborted()
            throw error
          })
          // For another request that the SDK makes of this one, with a time of its own.
          .finally(() => Object.assign(request, { abortSignal: caller }))
        const { status, bodyAsText } = response
        if (status >= 300 && (status < 400 || !bodyAsText)) throw new UnusableAnswerError(status)
        return response
      })
    },
  }
}

/**
 * Gives the SDK the challenge that it wants of a vault, without asking the vault: we know which directory and which
 * resource it has to name. So no server's answer chooses where a token is fetched and what it is made out to, the
 * first call costs one request less, and two first calls at a time can't lose a body, as they may in the SDK's policy.
 */
export function knownChallenge(challenge: {
  directory: string
  tenantId: string
  audience: string
}): PipelinePolicy {
  const { directory, tenantId, audience } = challenge
  const wanted = `Bearer authorization="https://${directory}/${tenantId}", resource="https://${audience}"`
  return {
    name: 'latchkeyKnownChallenge',
    async sendRequest(request, next) {
      if (request.headers.has('authorization')) return await next(request)
      return { request, status: 401, headers: createHttpHeaders({ 'www-authenticate': wanted }) }
    },
  }
}
