import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { KmsError } from '../kms-error'

/** The directory's own numbers (Microsoft Entra authentication error codes); any other is ours to mend. */
const OUTCOME_BY_CODE: ReadonlyMap<string, KmsOutcome> = new Map<string, KmsOutcome>([
  // The application is not in that directory: never consented to, or removed.
  ['700016', 'CONSENT_MISSING'],
  // It is there, and was disabled.
  ['7000112', 'CONSENT_MISSING'],
  // The directory itself is gone.
  ['90002', 'CONSENT_MISSING'],
  // The directory's admin forbids it by a policy of theirs.
  ['53003', 'DENIED'],
  ['530035', 'DENIED'],
  // Key Vault itself is not known in that directory.
  ['500011', 'MISCONFIGURED'],
])

/** Words of OAuth and of MSAL for what may be otherwise a moment later. */
const PASSING =
  /^(temporarily_unavailable|server_error|network_error|no_network_connectivity|endpoints_resolution_error|openid_config_error)\b/

export interface DirectoryAnswer {
  status: number
  requestId: string | null
}

/**
 * The failure to get a token as a `KmsError`. MSAL passes on the directory's words only, so its number is read from
 * them; `answer` is the last one that it gave.
 */
export function directoryErrorFrom(error: unknown, answer: DirectoryAnswer | null): KmsError {
  const { name, message } = error instanceof Error ? error : { name: 'Unknown', message: '' }
  const code = /AADSTS(\d{4,8})\b/.exec(message)?.[1]
  return new KmsError({
    outcome: outcomeOf(name, message, code, answer?.status ?? null),
    errorName: code === undefined ? name : `AADSTS${code}`,
    requestId: answer?.requestId ?? null,
    operation: GET_TOKEN,
  })
}

/** As which call of the provider's it is reported. */
export const GET_TOKEN = 'getToken'

function outcomeOf(
  name: string,
  message: string,
  code: string | undefined,
  status: number | null,
): KmsOutcome {
  const byCode = code === undefined ? undefined : OUTCOME_BY_CODE.get(code)
  if (byCode !== undefined) return byCode
  if (status === 429) return 'THROTTLED'
  if (status !== null && status >= 500) return 'UNREACHABLE'
  if (PASSING.test(message) || ['AbortError', 'TimeoutError'].includes(name)) return 'UNREACHABLE'
  return 'OURS'
}
