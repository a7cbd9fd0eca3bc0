import { z } from 'zod'
import { API_PATHS } from '@/lib/domain/api'
import { issuedToken, type TokenOffice } from '@/lib/domain/service-tokens'
import { type ClientOptions, call } from './call'

/**
 * TokenOffice over HTTP, for web: the encryption service makes and revokes tokens on behalf of the session.
 * @throws LatchkeyError of each call: the service's own code, or service_unavailable
 */
export function httpTokenOffice(options: ClientOptions): TokenOffice {
  return {
    async issue(wanted) {
      // Not tried again: a first try whose answer was lost has made a token that nobody has seen.
      const asked = { method: 'POST', path: API_PATHS.tokens, body: wanted, answer: issuedToken } as const
      return (await call(options, { ...asked, safe: false })).token
    },
    async revoke(id) {
      const path = `${API_PATHS.tokens}/${encodeURIComponent(id)}`
      await call(options, { method: 'DELETE', path, answer: z.null(), safe: true })
    },
  }
}
