import type { Page } from '../../shared/console/mount'
import { faultsPanel } from '../../shared/page/faults-panel'
import { type Html, html } from '../../shared/page/html'
import { pageHeader } from '../../shared/page/layout'
import { postButton, timeOf } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import { type KeyView, keyView } from '../control/view'
import { defaultKeyPolicy, type Key } from '../keys'
import type { Account } from '../seed'
import type { World } from '../world'
import { logTable } from './log-table'
import { multiRegionSection } from './multi-region'
import {
  accountPath,
  arnOf,
  breaking,
  isPendingDeletion,
  keyPath,
  kindOf,
  nameOf,
  pretty,
  rotationWords,
  stateBadge,
} from './parts'

/** One key: what it is, what can be done with it, its policy, its materials and its calls. */
export function keyPage(world: World, account: Account, key: Key): Page {
  const view = keyView(world, key)
  const path = keyPath(view)
  const calls = world.log
    .read(account.id, 0, 2000)
    .filter((entry) => entry.resources.includes(view.arn))
    .slice(0, 100)
  const about = html`A key of <a href="${accountPath(account.id)}">${account.name}’s AWS account</a>`
  const content = html`${pageHeader(nameOf(view), about, null)}
<div data-live id="facts">${facts(view)}</div>
<section aria-labelledby="do-title"><h2 id="do-title">What the owner can do</h2><div data-live id="actions">${actions(view, path)}</div></section>
${multiRegionSection(view)}
${policySection(key, path)}
<section aria-labelledby="materials-title"><h2 id="materials-title">Key materials</h2><div data-live id="materials">${materials(view)}</div></section>
<section aria-labelledby="log-title"><h2 id="log-title">Calls to this key</h2><div data-live id="log">${logTable(calls, account.id, 'Calls to this key')}</div></section>
${faultsPanel({ ...breaking(world), only: { key: view.arn }, what: 'this key' })}
${deletionDialog(view, path)}`
  return { title: nameOf(view), place: accountPath(account.id), content }
}

function facts(key: KeyView): Html {
  return html`<dl class="facts">
<div><dt>State</dt><dd>${stateBadge(key.state)}${key.deletionAt && html` <span class="block">Deleted for good on ${timeOf(key.deletionAt)}</span>`}</dd></div>
<div><dt>Region</dt><dd>${key.region}</dd></div>
<div><dt>Kind</dt><dd>${kindOf(key.spec, key.usage)}</dd></div>
<div><dt>Automatic rotation</dt><dd>${rotationWords(key)}${key.rotation.nextAt && html` <span class="block muted">Next ${timeOf(key.rotation.nextAt)}</span>`}</dd></div>
<div><dt>Created</dt><dd>${timeOf(key.createdAt)}</dd></div>
${key.aliases.length > 0 && html`<div><dt>Aliases</dt><dd>${key.aliases.join(', ')}</dd></div>`}
<div class="wide"><dt>ARN</dt><dd>${arnOf(key, 'the ARN', 'arn')}</dd></div>
</dl>`
}

function actions(key: KeyView, path: string): Html {
  const post = (
    action: string,
    word: string,
    done: string,
    more: { body?: object; style?: 'primary' } = {},
  ) => postButton({ id: `do-${action}`, path: `${path}/${action}`, word, done, ...more })
  if (isPendingDeletion(key)) {
    return html`<div class="actions">${post('cancel-deletion', 'Cancel deletion', 'Deletion cancelled. The key is disabled; enable it to use it again.', { style: 'primary' })}</div>`
  }
  const isReplica = key.multiRegion?.isPrimary === false
  const rotatable = key.state === 'Enabled' && key.spec === 'SYMMETRIC_DEFAULT' && !isReplica
  const { enabled } = key.rotation
  return html`<div class="actions">
${key.state === 'Enabled' && post('disable', 'Disable', 'The key is disabled. Every use of it is refused from now on.')}
${['Disabled', 'Unavailable'].includes(key.state) && post('enable', 'Enable', 'The key is enabled.', { style: 'primary' })}
${rotatable && post('rotate', 'Rotate now', 'Rotated. New ciphertexts use the new material, old ones still open.')}
${rotatable && post('rotation', enabled ? 'Stop rotating by itself' : 'Rotate every year', enabled ? 'Automatic rotation is off.' : 'Automatic rotation is on.', { body: { enabled: !enabled } })}
<button type="button" id="do-deletion" class="danger" data-open="delete-key">Schedule deletion…</button>
</div>`
}

function policySection(key: Key, path: string): Html {
  return html`<section aria-labelledby="policy-title"><h2 id="policy-title">Key policy</h2>
<form data-send="PUT ${path}/policy" data-done="The policy is saved and in force.">
<div class="field"><label for="policy">Policy document (JSON)</label>
<p class="help" id="policy-help">Who may do what with this key. Another account needs to be allowed here and by its own policies.</p>
<textarea id="policy" name="policy" rows="18" spellcheck="false" autocomplete="off" wrap="off" aria-describedby="policy-help policy-error" data-json>${pretty(key.policy)}</textarea></div>
<p class="error" id="policy-error" role="alert" hidden></p>
<div class="actions"><button type="submit" class="primary">Save policy</button><button type="button" data-fill="policy" data-text="${defaultKeyPolicy(key.accountId)}">Fill in the account’s default</button></div>
</form></section>`
}

type Material = KeyView['materials'][number]

const ORIGINS = {
  CREATED: 'With the key',
  AUTOMATIC: 'Automatic rotation',
  ON_DEMAND: 'Rotation on demand',
}

function materials(key: KeyView): Html {
  if (key.materials.length === 0)
    return html`<p class="empty">A key of this kind has no materials that rotate.</p>`
  const current = key.materials.at(-1)
  const columns: Column<Material>[] = [
    { title: 'Material', heading: true, cell: ({ id }) => html`<code>${id.slice(0, 16)}…</code>` },
    { title: 'Made by', cell: ({ origin }) => ORIGINS[origin] },
    { title: 'Made at', className: 'tabular', cell: ({ createdAt }) => timeOf(createdAt) },
    { title: 'Use', cell: (material) => (material === current ? 'Encrypts and decrypts' : 'Decrypts only') },
  ]
  const rows = [...key.materials].reverse()
  return table({ id: 'materials', caption: 'Key materials, newest first', columns, rows })
}

function deletionDialog(key: KeyView, path: string): Html {
  return html`<dialog id="delete-key" aria-labelledby="delete-title">
<form data-send="POST ${path}/schedule-deletion" data-done="Deletion is scheduled. Nobody can use the key from now on.">
<h2 id="delete-title">Schedule the deletion of ${nameOf(key)}</h2>
<p>From now on nobody can use the key. When the waiting period is over it is gone for good, and with it all that it encrypted. Until then the deletion can be cancelled.</p>
<div class="field"><label for="days">Waiting period in days</label><input id="days" name="pendingWindowInDays" type="number" min="7" max="30" value="30" required aria-describedby="days-help"><p class="help" id="days-help">7 to 30 days.</p></div>
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Keep the key</button><button type="submit" class="danger">Schedule deletion</button></div>
</form></dialog>`
}
