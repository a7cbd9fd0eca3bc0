import { StatePill, type StateTone } from '@/components/ui/state-pill'
import type { KeyState } from '@/lib/domain/views/hierarchy'

const STATES: Record<KeyState, { word: string; tone: StateTone; means: string }> = {
  pre_activation: { word: 'Not active yet', tone: 'pending', means: 'being proven; nothing depends on it' },
  active: { word: 'Active', tone: 'ok', means: 'encrypts and decrypts' },
  retired: { word: 'Retired', tone: 'neutral', means: 'decrypts only' },
  suspended: { word: 'Suspended', tone: 'stopped', means: 'not used, on purpose' },
  compromised: { word: 'Compromised', tone: 'stopped', means: 'only opens data for rekeying' },
  destroyed: { word: 'Destroyed', tone: 'neutral', means: 'gone for good' },
}

/** The state of a version of a key, with what it means (NIST SP 800-57; retired is its “deactivated”). */
export function KeyStateCell({ state, means }: { state: KeyState; means?: string }) {
  const { word, tone, means: usual } = STATES[state]
  return (
    <span className="grid justify-items-start gap-0.5">
      <StatePill tone={tone}>{word}</StatePill>
      <span className="whitespace-nowrap text-ink-faint text-xs">{means ?? usual}</span>
    </span>
  )
}
