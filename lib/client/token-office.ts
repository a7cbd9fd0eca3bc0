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
      return (await call(options, API_PATHS.tokens, wanted, issuedToken)).token
    },
    async revoke(id) {
      const path = `${API_PATHS.tokens}/${encodeURIComponent(id)}`
      await call(options, path, undefined, z.null(), { method: 'DELETE', safe: true })
    },
  }
}
