import { StatePill, type StateTone } from '@/components/ui/state-pill'
import { REQUEST_STATUS_WORDS, type RequestStatus } from '@/lib/domain/rotation'

const TONES: Record<RequestStatus, StateTone> = {
  waiting: 'pending',
  expired: 'neutral',
  rejected: 'stopped',
  starting: 'pending',
  running: 'pending',
  blocked: 'grace',
  complete: 'ok',
  refused: 'stopped',
}

/** Where a request is, by word, icon and colour. */
export function StatusPill({ status }: { status: RequestStatus }) {
  return <StatePill tone={TONES[status]}>{REQUEST_STATUS_WORDS[status].label}</StatePill>
}
