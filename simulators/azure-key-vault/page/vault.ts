import type { Page } from '../../shared/console/mount'
import { faultsPanel } from '../../shared/page/faults-panel'
import { type Html, html } from '../../shared/page/html'
import { pageHeader } from '../../shared/page/layout'
import { badge, copyable, postButton } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import { timePanel } from '../../shared/page/time-panel'
import { type KeyView, keyView, vaultView } from '../control/view'
import { OPERATION_NAMES } from '../operations'
import { hostOf, type Vault } from '../state'
import type { World } from '../world'
import { accessSection } from './access'
import { breaking, keyPath, kindWords, logTable, stateBadge, tenantPath, vaultPath } from './parts'

/** A vault: its keys, who may use them, and who did. */
export function vaultPage(world: World, vault: Vault): Page {
  const { name, tenantId, kind, region } = vault
  const owner = world.state.tenants[tenantId]?.name ?? tenantId
  const about = html`${kindWords(kind)} of <a href="${tenantPath(tenantId)}">${owner}’s Azure</a>, in ${region}`
  const create = html`<button type="button" class="primary" data-open="create-key">Create key</button>`
  const entries = world.log.read(name, 0, 100)
  const empty = 'No calls yet. Each request to this vault shows up here, whoever sends it.'
  const content = html`${pageHeader(name, about, create)}
<div data-live id="facts">${facts(vault)}</div>
<section aria-labelledby="do-title"><h2 id="do-title">What the owner can do</h2><div data-live id="actions">${actions(vault)}</div></section>
<section aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2><div data-live id="keys">${keyTable(world, vault)}</div></section>
${accessSection(world, vaultView(vault))}
<section aria-labelledby="log-title"><h2 id="log-title">Call log</h2><p class="muted">The newest 100 calls, as this vault’s owner sees them. Refreshes by itself.</p><div data-live id="log">${logTable(world, entries, 'Call log', empty)}</div></section>
${faultsPanel({ ...breaking(world), operations: OPERATION_NAMES, only: { account: name }, what: 'the keys of this vault' })}
${timePanel({ path: 'azure', clock: world.clock, lag: world.lag })}
${createDialog(vault)}`
  return { title: name, place: tenantPath(tenantId), content }
}

function facts(vault: Vault): Html {
  const { firewallOpen, purgeProtection, softDeleteDays } = vault
  return html`<dl class="facts">
<div><dt>Firewall</dt><dd>${firewallOpen ? badge('good', 'check', 'Lets us in') : badge('bad', 'stop', 'Keeps us out')}</dd></div>
<div><dt>Deleted keys</dt><dd>Kept for ${softDeleteDays} days, ${purgeProtection ? 'and cannot be purged before' : 'unless they are purged before'}</dd></div>
<div class="wide"><dt>Host</dt><dd>${copyable(hostOf(vault), 'the host', 'host')}</dd></div>
</dl>`
}

function actions({ name, firewallOpen, purgeProtection }: Vault): Html {
  const change = (id: string, word: string, done: string, body: object) =>
    postButton({ id, path: vaultPath(name), word, done, body })
  return html`<div class="actions">
${firewallOpen ? change('firewall', 'Close the firewall', 'The firewall keeps everybody out.', { firewallOpen: false }) : change('firewall', 'Open the firewall', 'The firewall lets us in.', { firewallOpen: true })}
${!purgeProtection && change('protect', 'Turn purge protection on', 'Purge protection is on, for good.', { purgeProtection: true })}
</div>`
}

const COLUMNS: readonly Column<KeyView>[] = [
  {
    title: 'Key',
    heading: true,
    cell: (key) =>
      html`<a href="${keyPath(key)}" id="open-${key.name}">${key.name}</a>${copyable(key.id, `the URL of ${key.name}`, key.name)}`,
  },
  { title: 'Kind', cell: ({ kind }) => kind },
  { title: 'State', cell: ({ state }) => stateBadge(state) },
  { title: 'Versions', className: 'number', cell: ({ versions }) => versions.length },
  { title: 'Action', hidden: true, className: 'row-action', cell: quickAction },
]

function keyTable(world: World, vault: Vault): Html {
  const rows = Object.values(vault.keys).map((key) => keyView(world, vault, key))
  if (rows.length === 0) {
    return html`<p class="empty">${vault.name} has no keys yet. Create one, and give its URL to whom it shall protect.</p>`
  }
  return table({ id: 'keys', caption: `Keys of ${vault.name}`, columns: COLUMNS, rows })
}

function quickAction(key: KeyView): Html {
  const [action, word] =
    key.state === 'Deleted'
      ? ['recover', 'Recover']
      : key.state === 'Disabled'
        ? ['enable', 'Enable']
        : ['disable', 'Disable']
  const [path, label] = [`${keyPath(key)}/${action}`, `${word} ${key.name}`]
  return postButton({ id: `quick-${key.name}`, path, word, done: `${key.name}: done`, label })
}

const KINDS = {
  vault: [
    { kty: 'RSA', size: 2048 },
    { kty: 'RSA-HSM', size: 3072 },
    { kty: 'RSA', size: 4096 },
    { kty: 'EC', curve: 'P-256' },
  ],
  managed_hsm: [
    { kty: 'oct-HSM', size: 256 },
    { kty: 'RSA-HSM', size: 3072 },
    { kty: 'EC-HSM', curve: 'P-256' },
  ],
}

function createDialog({ name, kind }: Vault): Html {
  const kinds = KINDS[kind].map(
    (one) => html`<option value="${JSON.stringify(one)}">${Object.values(one).join(' ')}</option>`,
  )
  return html`<dialog id="create-key" aria-labelledby="create-title">
<form data-send="POST ${vaultPath(name)}/keys" data-then="${vaultPath(name)}/keys/{key.name}">
<h2 id="create-title">Create a key in ${name}</h2>
<div class="field"><label for="name">Name</label><input id="name" name="name" maxlength="127" pattern="[0-9a-zA-Z\\-]+" required autocomplete="off" aria-describedby="name-help"><p class="help" id="name-help">Letters, digits and hyphens, such as data-at-latchkey.</p></div>
<div class="field"><label for="kind">Kind</label><select id="kind" data-spread aria-describedby="kind-help">${kinds}</select><p class="help" id="kind-help">An EC key can wrap nothing; it is there to be refused.</p></div>
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Cancel</button><button type="submit" class="primary">Create key</button></div>
</form></dialog>`
}
