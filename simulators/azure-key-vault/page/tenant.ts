import type { Page } from '../../shared/console/mount'
import { faultsPanel } from '../../shared/page/faults-panel'
import { type Html, html } from '../../shared/page/html'
import { pageHeader } from '../../shared/page/layout'
import { badge, copyable, postButton } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import { tenantView, vaultView } from '../control/view'
import type { Tenant } from '../state'
import type { World } from '../world'
import { breaking, kindWords, logTable, tenantPath, vaultPath } from './parts'

/** A directory: its vaults, the applications that it consented to, and who signed in. */
export function tenantPage(world: World, tenant: Tenant): Page {
  const title = `${tenant.name}’s Azure`
  const about = html`Directory ${copyable(tenant.id, 'the id of the directory', 'tenant')}`
  const entries = world.log.read(tenant.id, 0, 100)
  const content = html`${pageHeader(title, about, null)}
<section aria-labelledby="vaults-title"><h2 id="vaults-title">Vaults</h2><div data-live id="vaults">${vaultTable(world, tenant)}</div></section>
<section aria-labelledby="apps-title"><h2 id="apps-title">Applications</h2><p class="muted">An application signs in here once an admin of the directory has consented to it.</p><div data-live id="apps">${appTable(world, tenant)}</div></section>
<section aria-labelledby="log-title"><h2 id="log-title">Sign-ins</h2><div data-live id="log">${logTable(world, entries, 'Sign-ins', 'No application has signed in yet.')}</div></section>
${faultsPanel({ ...breaking(world), operations: ['SignIn', 'Discovery'], only: { account: tenant.id }, what: 'this directory' })}`
  return { title, place: tenantPath(tenant.id), content }
}

type VaultRow = ReturnType<typeof vaultView>

const VAULT_COLUMNS: readonly Column<VaultRow>[] = [
  {
    title: 'Vault',
    heading: true,
    cell: ({ name, host }) =>
      html`<a href="${vaultPath(name)}" id="open-${name}">${name}</a><small class="block muted"><code class="wrap">${host}</code></small>`,
  },
  { title: 'Kind', cell: ({ kind }) => kindWords(kind) },
  { title: 'Region', cell: ({ region }) => region },
  { title: 'Keys', className: 'number', cell: ({ keys }) => keys.length },
  { title: 'Access by', cell: ({ accessModel }) => (accessModel === 'rbac' ? 'Roles' : 'Access policies') },
]

function vaultTable(world: World, { id, name }: Tenant): Html {
  const rows = Object.values(world.state.vaults)
    .filter(({ tenantId }) => tenantId === id)
    .map(vaultView)
  if (rows.length === 0) return html`<p class="empty">${name} has no vaults.</p>`
  return table({ id: 'vaults', caption: `Vaults of ${name}`, columns: VAULT_COLUMNS, rows })
}

interface AppRow {
  clientId: string
  name: string
  state: 'consented' | 'disabled' | 'unknown'
}

function appTable(world: World, tenant: Tenant): Html {
  const present = tenantView(world, tenant).applications
  const rows = [...world.apps.values()].map(({ clientId, name }): AppRow => {
    const found = present.find((application) => application.clientId === clientId)
    return {
      clientId,
      name,
      state: found === undefined ? 'unknown' : found.enabled ? 'consented' : 'disabled',
    }
  })
  if (rows.length === 0) return html`<p class="empty">There are no applications.</p>`
  const columns: Column<AppRow>[] = [
    {
      title: 'Application',
      heading: true,
      cell: ({ name, clientId }) => html`${name}${copyable(clientId, `the client id of ${name}`, clientId)}`,
    },
    { title: 'State', cell: ({ state }) => APP_STATES[state] },
    { title: 'Action', hidden: true, className: 'row-action', cell: (row) => appActions(tenant, row) },
  ]
  return table({ id: 'apps', caption: 'Applications', columns, rows })
}

const APP_STATES = {
  consented: badge('good', 'check', 'Consented'),
  disabled: badge('bad', 'stop', 'Disabled'),
  unknown: badge('warn', 'cross', 'No consent'),
}

function appActions({ id }: Tenant, { clientId, name, state }: AppRow): Html {
  const path = `${tenantPath(id)}/consents`
  const button = (action: string, word: string, more: object) =>
    postButton({
      id: `${action}-${clientId}`,
      path: `${path}/${clientId}/${action}`,
      word,
      done: `${name}: done`,
      label: `${word} ${name}`,
      ...more,
    })
  if (state === 'unknown') return button('consent', 'Give consent', { path, body: { clientId } })
  const toggle = state === 'disabled' ? button('enable', 'Enable', {}) : button('disable', 'Disable', {})
  const remove = button('remove', 'Remove', { path: `${path}/${clientId}`, method: 'DELETE', body: {} })
  return html`${toggle} ${remove}`
}
