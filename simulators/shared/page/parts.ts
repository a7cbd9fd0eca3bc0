import { type Html, html } from './html'
import { icon } from './icons'

/** A point in time in UTC; `empty` stands for none. */
export function timeOf(iso: string | null, empty = '–'): Html {
  if (iso === null) return html`${empty}`
  return html`<time datetime="${iso}">${iso.slice(0, 10)} <span class="nowrap">${iso.slice(11, 19)} UTC</span></time>`
}

/**
 * An identifier that is to be copied; `what` names it for those who can't see it.
 * @param breaks before what a line may break
 */
export const copyable = (text: string, what: string, id: string, breaks = /(?=\/)/): Html =>
  html`<span class="copyable"><code>${text.split(breaks).map((part) => html`<span class="part">${part}</span>`)}</code><button type="button" class="icon-button" id="copy-${id}" data-copy="${text}" aria-label="Copy ${what}" title="Copy ${what}">${icon('copy')}</button></span>`

/** A state as word, icon and colour together. */
export const badge = (tone: 'good' | 'bad' | 'warn', name: Parameters<typeof icon>[0], word: string): Html =>
  html`<span class="badge ${tone}">${icon(name)}${word}</span>`

/** A button that posts to the control API; `path` is what follows `/_control`. */
export function postButton(button: {
  id: string
  path: string
  word: string | Html
  /** Said when it went well. */
  done: string
  body?: object
  method?: 'POST' | 'PUT' | 'DELETE'
  style?: '' | 'primary' | 'danger'
  /** For those who can't see beside what it stands. */
  label?: string
  /** Whether it is the choice in force, for one of several. */
  pressed?: boolean
}): Html {
  const { id, path, word, done, body = null, method = 'POST', style = '', label = null, pressed } = button
  return html`<button type="button" id="${id}" class="${style}" data-send="${method} ${path}" data-done="${done}"${body && html` data-body="${JSON.stringify(body)}"`}${label && html` aria-label="${label}"`}${pressed !== undefined && html` aria-pressed="${String(pressed)}"`}>${word}</button>`
}

export const count = (number: number, noun: string): string => `${number} ${number === 1 ? noun : `${noun}s`}`
