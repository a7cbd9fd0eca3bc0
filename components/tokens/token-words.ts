import type { StateTone } from '@/components/ui/state-pill'
import { DATA_CLASSES, type DataClass } from '@/lib/domain/data-classes'
import type { TokenState } from '@/lib/domain/service-tokens'
import type { TokenRow } from '@/lib/domain/views/tokens'

/** The states of a token, each by a word and its tone. */
export const TOKEN_STATES: Record<TokenState, { tone: StateTone; word: string }> = {
  live: { tone: 'ok', word: 'Active' },
  expires_soon: { tone: 'grace', word: 'Expires soon' },
  expired: { tone: 'stopped', word: 'Expired' },
  revoked: { tone: 'neutral', word: 'Revoked' },
}

const labelOf = (name: DataClass) => {
  const { label } = DATA_CLASSES[name]
  return label.startsWith('API') ? label : label.charAt(0).toLowerCase() + label.slice(1)
}

/** Classes in words, as part of a sentence. */
export function classWords(names: DataClass[]): string {
  return new Intl.ListFormat('en-GB').format(names.map(labelOf))
}

/** What whoever holds a token can't do any more once it is revoked. */
export function whatStops({ encryptClasses, decryptClasses }: TokenRow): string {
  const parts = [
    encryptClasses.length > 0 ? `encrypt ${classWords(encryptClasses)}` : '',
    decryptClasses.length > 0 ? `decrypt ${classWords(decryptClasses)}` : '',
  ]
  return parts.filter(Boolean).join(', or ')
}
