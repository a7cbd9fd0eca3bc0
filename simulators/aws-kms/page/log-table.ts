import { type Html, html } from '../../shared/page/html'
import { outcome, pairList } from '../../shared/page/log'
import { timeOf } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import type { LogEntry } from '../log'

/** The call log, newest first. `account` is whose log it is: callers of other accounts are marked. */
export function logTable(entries: readonly LogEntry[], account: string, caption: string): Html {
  if (entries.length === 0) {
    return html`<p class="empty">No calls yet. Each request that names a key or a role of this account shows up here, whoever sends it.</p>`
  }
  const columns: Column<LogEntry>[] = [
    { title: 'Time', className: 'tabular', cell: ({ time }) => timeOf(time) },
    {
      title: 'Call',
      cell: ({ eventName, awsRegion }) =>
        html`<strong>${eventName}</strong><small class="block muted">${awsRegion}</small>`,
    },
    { title: 'Caller', cell: (entry) => caller(entry, account) },
    { title: 'Key or role', cell: keys },
    { title: 'Encryption context', cell: ({ encryptionContext }) => pairList(encryptionContext) },
    { title: 'Outcome', cell: outcome },
  ]
  return table({ id: 'log', className: 'log', caption: `${caption}, newest first`, columns, rows: entries })
}

function caller({ principalArn, principalAccountId }: LogEntry, account: string): Html {
  const foreign = principalAccountId !== account
  return html`<code class="wrap">${principalArn.replace(/^arn:aws:iam::\d+:/, '')}</code><small class="block muted">${principalAccountId}${foreign && ' · another account'}</small>`
}

/** A key by the beginning of its id, a role by its name. */
const nameIn = (arn: string): string =>
  arn.includes(':key/') ? arn.replace(/^.*\//, '').slice(0, 8) : arn.replace(/^.*\//, '')

function keys({ resources }: LogEntry): Html {
  if (resources.length === 0) return html`–`
  return html`${resources.map((arn) => html`<code class="nowrap">${nameIn(arn)}</code> `)}`
}
