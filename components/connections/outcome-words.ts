import type { StateTone } from '@/components/ui/state-pill'
import { CONNECTION_OUTCOMES, type ConnectionOutcome } from '@/lib/domain/jobs'
import { isConnectionOutcome } from '@/lib/domain/views/connections'

const LABELS: Record<ConnectionOutcome, string> = {
  connected: 'Connected',
  key_denied: 'Key denied',
  key_unreachable: 'Key out of reach',
  platform_key_unavailable: 'Platform key away',
  does_not_open: 'Does not open',
  host_refused: 'Host refused',
  host_not_found: 'Host not found',
  unreachable: 'No answer',
  timeout: 'Timed out',
  tls_refused: 'TLS refused',
  wrong_password: 'Wrong password',
  no_such_database: 'No such database',
  database_error: 'Database error',
}

/** How the last test of a connection ended: a word, its tone, and the sentences behind it. */
export function testWords(code: string | null): {
  tone: StateTone
  label: string
  message: string
  fix: string
} {
  if (!isConnectionOutcome(code)) {
    return { tone: 'neutral', label: 'Not tested', message: 'Not tested yet.', fix: '' }
  }
  const tone = code === 'connected' ? 'ok' : 'stopped'
  return { tone, label: LABELS[code], ...CONNECTION_OUTCOMES[code] }
}
