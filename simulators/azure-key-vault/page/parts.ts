import { FAULT_KINDS } from '../../shared/faults'
import { type Html, html } from '../../shared/page/html'
import { outcome } from '../../shared/page/log'
import { badge, timeOf } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import type { KeyState, KeyView } from '../control/view'
import type { LogEntry } from '../log'
import type { World } from '../world'

const STATES: Record<KeyState, Parameters<typeof badge>> = {
  Enabled: ['good', 'check', 'Enabled'],
  Disabled: ['bad', 'stop', 'Disabled'],
  Expired: ['warn', 'clock', 'Expired'],
  NotYetValid: ['warn', 'clock', 'Not yet valid'],
  Deleted: ['warn', 'clock', 'Deleted'],
}

export const stateBadge = (state: KeyState): Html => badge(...STATES[state])

/** The pages, and where the control API has what they show. */
export const tenantPath = (id: string): string => `/azure/tenants/${id}`
export const vaultPath = (name: string): string => `/azure/vaults/${name}`
export const keyPath = ({ vault, name }: Pick<KeyView, 'vault' | 'name'>): string =>
  `${vaultPath(vault)}/keys/${name}`

export const kindWords = (kind: 'vault' | 'managed_hsm'): string =>
  kind === 'vault' ? 'Key Vault' : 'Managed HSM'

/** What the faults panel of every page has alike. */
export const breaking = (world: World) => ({
  cloud: 'azure',
  faults: world.faults,
  kinds: FAULT_KINDS,
})

/** Calls to a vault or sign-ins to a directory, newest first. */
export function logTable(world: World, entries: readonly LogEntry[], caption: string, empty: string): Html {
  if (entries.length === 0) return html`<p class="empty">${empty}</p>`
  const columns: Column<LogEntry>[] = [
    { title: 'Time', className: 'tabular', cell: ({ time }) => timeOf(time) },
    { title: 'Call', cell: ({ operationName }) => html`<strong>${operationName}</strong>` },
    { title: 'Caller', cell: (entry) => caller(world, entry) },
    { title: 'Key', cell: ({ key }) => html`<code>${key?.split('/').at(-1) ?? '–'}</code>` },
    { title: 'Outcome', cell: outcome },
  ]
  return table({ id: 'log', className: 'log', caption: `${caption}, newest first`, columns, rows: entries })
}

function caller(world: World, { appId }: LogEntry): Html {
  if (appId === null) return html`The owner, or nobody yet`
  const name = world.apps.get(appId)?.name
  return html`${name ?? 'Unknown application'}<small class="block muted"><code class="wrap">${appId}</code></small>`
}
