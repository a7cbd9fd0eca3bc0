import { StatePill, type StateTone } from '@/components/ui/state-pill'
import type { LinkView } from '@/lib/domain/views/keys'

const STANDINGS: Record<LinkView['availability'], { tone: StateTone; word: string }> = {
  active: { tone: 'ok', word: 'Healthy' },
  grace: { tone: 'grace', word: 'In grace' },
  stopped_denied: { tone: 'stopped', word: 'Stopped: denied' },
  stopped_unreachable: { tone: 'stopped', word: 'Stopped: unreachable' },
}

/** How a root key stands with us, by word, icon and colour. */
export function AvailabilityPill({ availability }: { availability: LinkView['availability'] }) {
  const { tone, word } = STANDINGS[availability]
  return <StatePill tone={tone}>{word}</StatePill>
}
