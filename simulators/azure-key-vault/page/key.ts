import type { Page } from '../../shared/console/mount'
import { faultsPanel } from '../../shared/page/faults-panel'
import { type Html, html } from '../../shared/page/html'
import { pageHeader } from '../../shared/page/layout'
import { badge, copyable, postButton, timeOf } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import { type KeyView, keyView } from '../control/view'
import { OPERATION_NAMES } from '../operations'
import type { Key, Vault } from '../state'
import type { World } from '../world'
import { breaking, keyPath, logTable, stateBadge, tenantPath, vaultPath } from './parts'

/** One key: what it is, what can be done with it, its versions and its calls. */
export function keyPage(world: World, vault: Vault, key: Key): Page {
  const view = keyView(world, vault, key)
  const calls = world.log
    .read(vault.name, 0, 2000)
    .filter((entry) => entry.key === view.id)
    .slice(0, 100)
  const about = html`A key of <a href="${vaultPath(vault.name)}">${vault.name}</a>`
  const content = html`${pageHeader(key.name, about, null)}
<div data-live id="facts">${facts(view)}</div>
<section aria-labelledby="do-title"><h2 id="do-title">What the owner can do</h2><div data-live id="actions">${actions(world, view)}</div></section>
<section aria-labelledby="versions-title"><h2 id="versions-title">Versions</h2><div data-live id="versions">${versions(view)}</div></section>
<section aria-labelledby="log-title"><h2 id="log-title">Calls to this key</h2><div data-live id="log">${logTable(world, calls, 'Calls to this key', 'No calls yet.')}</div></section>
${faultsPanel({ ...breaking(world), operations: OPERATION_NAMES, only: { key: view.id }, what: 'this key' })}`
  return { title: key.name, place: tenantPath(vault.tenantId), content }
}

function facts(key: KeyView): Html {
  const [newest] = key.versions
  return html`<dl class="facts">
<div><dt>State</dt><dd>${stateBadge(key.state)}${key.purgeAt && html` <span class="block">Gone for good on ${timeOf(key.purgeAt)}</span>`}</dd></div>
<div><dt>Kind</dt><dd>${key.kind}</dd></div>
<div><dt>May be used to</dt><dd>${newest?.keyOps.join(', ') ?? '–'}</dd></div>
<div><dt>Automatic rotation</dt><dd>${key.rotation.every ?? 'Off'}${key.rotation.nextAt && html` <span class="block muted">Next ${timeOf(key.rotation.nextAt)}</span>`}</dd></div>
<div><dt>Wraps until</dt><dd>${timeOf(newest?.expires ?? null, 'Without end')}</dd></div>
<div class="wide"><dt>Key URL</dt><dd>${copyable(key.id, 'the key’s URL', 'url')}</dd></div>
</dl>`
}

function actions(world: World, key: KeyView): Html {
  const path = keyPath(key)
  const post = (
    id: string,
    word: string,
    done: string,
    more: Partial<Parameters<typeof postButton>[0]> = {},
  ) => postButton({ id: `do-${id}`, path: `${path}/${id}`, word, done, ...more })
  if (key.state === 'Deleted') {
    return html`<div class="actions">${post('recover', 'Recover', 'The key is back.', { style: 'primary' })}
${post('purge', 'Purge', 'The key is gone for good.', { style: 'danger' })}</div>`
  }
  const expired = key.state === 'Expired'
  const expires = expired ? null : new Date(world.clock.now()).toISOString()
  const every = key.rotation.every === null ? 'P90D' : null
  return html`<div class="actions">
${key.state === 'Disabled' ? post('enable', 'Enable', 'The key is enabled.', { style: 'primary' }) : post('disable', 'Disable', 'The key is disabled. Every use of it is refused from now on.')}
${post('rotate', 'Rotate now', 'Rotated. What is new is wrapped by the new version, old versions still unwrap.')}
${post('rotation', every === null ? 'Stop rotating by itself' : 'Rotate every 90 days', every === null ? 'Automatic rotation is off.' : 'Automatic rotation is on.', { method: 'PUT', body: { every } })}
${post('attributes', expired ? 'Take the expiry away' : 'Let it expire now', expired ? 'The key wraps again.' : 'The key wraps nothing new. It still unwraps.', { body: { expires } })}
${post('delete', 'Delete', 'The key is deleted. It can be recovered until it is purged.', { style: 'danger' })}
</div>`
}

type Version = KeyView['versions'][number]

function versions(key: KeyView): Html {
  const [current] = key.versions
  const columns: Column<Version>[] = [
    { title: 'Version', heading: true, cell: ({ id }) => html`<code>${id.slice(0, 16)}…</code>` },
    { title: 'Made at', className: 'tabular', cell: ({ createdAt }) => timeOf(createdAt) },
    {
      title: 'State',
      cell: ({ enabled }) => (enabled ? badge('good', 'check', 'Enabled') : badge('bad', 'stop', 'Disabled')),
    },
    { title: 'Use', cell: (version) => (version === current ? 'Wraps and unwraps' : 'Unwraps') },
    { title: 'Action', hidden: true, className: 'row-action', cell: (version) => toggle(key, version) },
  ]
  return table({ id: 'versions', caption: 'Versions, newest first', columns, rows: key.versions })
}

function toggle(key: KeyView, { id, enabled }: Version): Html {
  const [action, word] = enabled ? ['disable', 'Disable'] : ['enable', 'Enable']
  return postButton({
    id: `version-${id}`,
    path: `${keyPath(key)}/versions/${id}/${action}`,
    word,
    done: `Version ${id.slice(0, 8)}: done`,
    label: `${word} version ${id.slice(0, 8)}`,
  })
}
