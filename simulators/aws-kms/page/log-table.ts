import type { LogEntry } from '../log'
import { type Html, html } from './html'
import { icon } from './icons'
import { timeOf } from './parts'

/** The call log, newest first. `account` is whose log it is: callers of other accounts are marked. */
export function logTable(entries: readonly LogEntry[], account: string, caption: string): Html {
  if (entries.length === 0) {
    return html`<p class="empty">No calls yet. Each request that names a key of this account shows up here, whoever sends it.</p>`
  }
  return html`<div class="table-scroll" role="group" aria-label="${caption}" tabindex="0" id="log-scroll">
<table class="stack log">
<caption class="visually-hidden">${caption}, newest first</caption>
<thead><tr><th scope="col">Time</th><th scope="col">Call</th><th scope="col">Caller</th><th scope="col">Key</th><th scope="col">Encryption context</th><th scope="col">Outcome</th></tr></thead>
<tbody>${entries.map((entry) => logRow(entry, account))}</tbody>
</table></div>`
}

function logRow(entry: LogEntry, account: string): Html {
  const foreign = entry.principalAccountId !== account
  const keys = entry.resources.map((arn) => arn.split('/')[1]?.slice(0, 8) ?? arn)
  return html`<tr>
<td data-label="Time" class="tabular">${timeOf(entry.time)}</td>
<td data-label="Call"><strong>${entry.eventName}</strong><small class="block muted">${entry.awsRegion}</small></td>
<td data-label="Caller"><code class="wrap">${entry.principalArn.replace(/^arn:aws:iam::\d+:/, '')}</code><small class="block muted">${entry.principalAccountId}${foreign && ' · another account'}</small></td>
<td data-label="Key">${keys.length > 0 ? keys.map((key) => html`<code>${key}</code> `) : '–'}</td>
<td data-label="Encryption context">${contextList(entry)}</td>
<td data-label="Outcome">${outcome(entry)}</td>
</tr>`
}

function contextList({ encryptionContext }: LogEntry): Html {
  const pairs = Object.entries(encryptionContext ?? {})
  if (pairs.length === 0) return html`–`
  return html`<ul class="pairs">${pairs.map(([name, value]) => html`<li><code class="wrap">${name} = ${value}</code></li>`)}</ul>`
}

function outcome({ errorCode, errorMessage, requestId }: LogEntry): Html {
  if (errorCode === null)
    return html`<span class="badge good" title="Request ${requestId}">${icon('check')}OK</span>`
  return html`<span class="badge bad" title="Request ${requestId}">${icon('cross')}${errorCode}</span>${errorMessage && html`<small class="block muted wrap">${errorMessage}</small>`}`
}
