import type { Page } from '../../shared/console/mount'
import { faultsPanel } from '../../shared/page/faults-panel'
import { type Html, html } from '../../shared/page/html'
import { pageHeader } from '../../shared/page/layout'
import { postButton } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import { timePanel } from '../../shared/page/time-panel'
import { type KeyView, keyView } from '../control/view'
import { KEY_KINDS } from '../keys'
import type { Account } from '../seed'
import type { World } from '../world'
import { logTable } from './log-table'
import {
  accountPath,
  arnOf,
  breaking,
  isPendingDeletion,
  keyPath,
  kindOf,
  nameOf,
  rotationWords,
  stateBadge,
} from './parts'
import { regionOptions } from './regions'
import { rolesSection } from './roles'

/** An account: its keys, and who called about them. */
export function accountPage(world: World, account: Account): Page {
  const keys = world.keysOf(account.id).map((key) => keyView(world, key))
  const title = `${account.name}’s AWS account`
  const about = html`Account <span class="tabular">${account.id}</span>. Its keys for the Key Management Service, and each call that named one.`
  const create = html`<button type="button" class="primary" data-open="create-key">Create key</button>`
  const content = html`${pageHeader(title, about, create)}
<section aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2><div data-live id="keys">${keyTable(keys, account)}</div></section>
${rolesSection(world.rolesOf(account.id), account)}
<section aria-labelledby="log-title"><h2 id="log-title">Call log</h2><p class="muted">The newest 100 calls, as this account’s owner sees them. Refreshes by itself.</p><div data-live id="log">${logTable(world.log.read(account.id, 0, 100), account.id, 'Call log')}</div></section>
${faultsPanel({ ...breaking(world), only: { account: account.id }, what: 'the keys of this account' })}
${timePanel({ path: 'aws', clock: world.clock, lag: world.lag })}
${createDialog(account)}`
  return { title, place: accountPath(account.id), content }
}

const COLUMNS: readonly Column<KeyView>[] = [
  {
    title: 'Key',
    heading: true,
    cell: (key) =>
      html`<a href="${keyPath(key)}" id="open-${key.region}-${key.id}">${nameOf(key)}</a>${arnOf(key, `the ARN of ${nameOf(key)}`, `${key.region}-${key.id}`)}`,
  },
  { title: 'Kind', cell: (key) => kindOf(key.spec, key.usage) },
  { title: 'Region', cell: region },
  { title: 'State', cell: (key) => stateBadge(key.state) },
  { title: 'Materials', className: 'number', cell: (key) => key.materials.length },
  { title: 'Rotation', cell: rotationWords },
  { title: 'Action', hidden: true, className: 'row-action', cell: quickAction },
]

function region({ region: name, multiRegion }: KeyView): Html {
  const role = multiRegion && (multiRegion.isPrimary ? 'Primary' : `Replica of ${multiRegion.primaryRegion}`)
  return html`<span class="nowrap">${name}</span>${role && html`<small class="block muted">${role}</small>`}`
}

function keyTable(keys: KeyView[], account: Account): Html {
  if (keys.length === 0) {
    return html`<p class="empty">${account.name} has no keys yet. Create one, and give its ARN to whom it shall protect.</p>`
  }
  return table({ id: 'keys', caption: `Keys of ${account.name}`, columns: COLUMNS, rows: keys })
}

function quickAction(key: KeyView): Html {
  const [action, word] =
    key.state === 'Enabled'
      ? ['disable', 'Disable']
      : isPendingDeletion(key)
        ? ['cancel-deletion', 'Cancel deletion']
        : ['enable', 'Enable']
  if (['PendingImport', 'Creating', 'Updating'].includes(key.state))
    return html`<a href="${keyPath(key)}">Open</a>`
  const label = `${word} ${nameOf(key)}`
  const done = `${nameOf(key)}: done`
  return postButton({
    id: `quick-${key.region}-${key.id}`,
    path: `${keyPath(key)}/${action}`,
    word,
    done,
    label,
  })
}

function createDialog({ id, name }: Account): Html {
  const kinds = KEY_KINDS.map(
    (kind) => html`<option value="${JSON.stringify(kind)}">${kindOf(kind.spec, kind.usage)}</option>`,
  )
  return html`<dialog id="create-key" aria-labelledby="create-title">
<form data-send="POST ${accountPath(id)}/keys" data-then="${accountPath(id)}/keys/{key.region}/{key.id}">
<h2 id="create-title">Create a key for ${name}</h2>
<div class="field"><label for="description">Description</label><input id="description" name="description" maxlength="200" autocomplete="off" aria-describedby="description-help"><p class="help" id="description-help">What the key is for, such as “Data at Latchkey”. It can be left empty.</p></div>
<div class="field"><label for="region">Region</label><select id="region" name="region">${regionOptions()}</select></div>
<div class="field"><label for="kind">Kind and use</label><select id="kind" data-spread aria-describedby="kind-help">${kinds}</select><p class="help" id="kind-help">Only a symmetric key can encrypt here; the others are there to be refused.</p></div>
<div class="choice"><input id="multi-region" name="multiRegion" type="checkbox" aria-describedby="multi-region-help"><label for="multi-region">Multi-Region key</label><p class="help" id="multi-region-help">It can be replicated to other regions later. This can’t be changed afterwards.</p></div>
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Cancel</button><button type="submit" class="primary">Create key</button></div>
</form></dialog>`
}
