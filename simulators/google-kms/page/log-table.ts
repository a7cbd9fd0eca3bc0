import { type Html, html } from '../../shared/page/html'
import { outcome } from '../../shared/page/log'
import { timeOf } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import type { LogEntry } from '../log'

const COLUMNS: readonly Column<LogEntry>[] = [
  { title: 'Time', className: 'tabular', cell: ({ time }) => timeOf(time) },
  {
    title: 'Method',
    cell: ({ methodName, serviceName }) =>
      html`<strong>${methodName}</strong><small class="block muted">${serviceName}</small>`,
  },
  {
    title: 'Principal',
    cell: ({ principalEmail, delegatedBy }) =>
      html`<code class="wrap">${principalEmail}</code>${delegatedBy && html`<small class="block muted wrap">by way of ${delegatedBy}</small>`}`,
  },
  {
    title: 'Resource',
    cell: ({ resourceName }) =>
      html`<code class="wrap">${resourceName.replace(/^projects\/[^/]+\/locations\/[^/]+\//, '')}</code>`,
  },
  { title: 'Outcome', cell: outcome },
]

/** The call log, newest first. */
export function logTable(entries: readonly LogEntry[], caption: string): Html {
  if (entries.length === 0) {
    return html`<p class="empty">No calls yet. Each request that names a key shows up here, whoever sends it.</p>`
  }
  return table({
    id: 'log',
    className: 'log',
    caption: `${caption}, newest first`,
    columns: COLUMNS,
    rows: entries,
  })
}
