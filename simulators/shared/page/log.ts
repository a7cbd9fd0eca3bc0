import { type Html, html } from './html'
import { badge } from './parts'

/** How a call ended, with the words of a refusal and the request's id at hand. */
export function outcome(entry: {
  errorCode: string | null
  errorMessage: string | null
  requestId: string
}): Html {
  const { errorCode, errorMessage, requestId } = entry
  const title = `Request ${requestId}`
  if (errorCode === null) return html`<span title="${title}">${badge('good', 'check', 'OK')}</span>`
  return html`<span title="${title}">${badge('bad', 'cross', errorCode)}</span>${errorMessage && html`<small class="block muted wrap">${errorMessage}</small>`}`
}

/** Named values, one a line. */
export function pairList(pairs: Readonly<Record<string, string>> | null): Html {
  const entries = Object.entries(pairs ?? {})
  if (entries.length === 0) return html`–`
  return html`<ul class="pairs">${entries.map(([name, value]) => html`<li><code class="wrap">${name} = ${value}</code></li>`)}</ul>`
}
