import type { KeyView } from '../control/view'
import type { KeyState } from '../keys'
import { type Html, html } from './html'
import { icon } from './icons'

const STATES: Record<KeyState, { word: string; tone: string; icon: Parameters<typeof icon>[0] }> = {
  Enabled: { word: 'Enabled', tone: 'good', icon: 'check' },
  Disabled: { word: 'Disabled', tone: 'bad', icon: 'stop' },
  PendingDeletion: { word: 'Pending deletion', tone: 'warn', icon: 'clock' },
  PendingImport: { word: 'Pending import', tone: 'warn', icon: 'inbox' },
  Unavailable: { word: 'Unavailable', tone: 'warn', icon: 'cloudOff' },
}

const KINDS: Record<string, string> = {
  'SYMMETRIC_DEFAULT ENCRYPT_DECRYPT': 'Symmetric · encrypt and decrypt',
  'RSA_2048 ENCRYPT_DECRYPT': 'RSA 2048 · encrypt and decrypt',
  'RSA_2048 SIGN_VERIFY': 'RSA 2048 · sign and verify',
  'ECC_NIST_P256 SIGN_VERIFY': 'ECC NIST P-256 · sign and verify',
  'HMAC_256 GENERATE_VERIFY_MAC': 'HMAC 256 · make and verify codes',
}

/** What a key is and is for, in words. */
export const kindOf = (spec: string, usage: string): string =>
  KINDS[`${spec} ${usage}`] ?? `${spec} · ${usage}`

/** A state as word, icon and colour together. */
export function stateBadge(state: KeyState): Html {
  const { word, tone, icon: name } = STATES[state]
  return html`<span class="badge ${tone}">${icon(name)}${word}</span>`
}

/** A point in time in UTC; `empty` stands for none. */
export function timeOf(iso: string | null, empty = '–'): Html {
  if (iso === null) return html`${empty}`
  return html`<time datetime="${iso}">${iso.slice(0, 10)} <span class="nowrap">${iso.slice(11, 19)} UTC</span></time>`
}

/** An identifier that is to be copied; `what` names it for those who can't see it. */
export const copyable = (text: string, what: string, id: string): Html =>
  html`<span class="copyable"><code>${text.split(/(?=key\/)/).map((part) => html`<span class="part">${part}</span>`)}</code><button type="button" class="icon-button" id="copy-${id}" data-copy="${text}" aria-label="Copy ${what}" title="Copy ${what}">${icon('copy')}</button></span>`

/** How a key is called in lists and titles. */
export const nameOf = (key: KeyView): string =>
  key.description || key.aliases[0] || `Key ${key.id.slice(0, 8)}`

export const rotationWords = ({ rotation, spec }: KeyView): string => {
  if (spec !== 'SYMMETRIC_DEFAULT') return 'Not for this kind'
  return rotation.enabled ? `Every ${rotation.periodInDays} days` : 'Off'
}
