import { type KeyView, keyView } from '../control/view'
import { KEY_KINDS } from '../keys'
import type { Account } from '../seed'
import type { World } from '../world'
import { type Html, html } from './html'
import { layout, pageHeader } from './layout'
import { logTable } from './log-table'
import { copyable, kindOf, nameOf, rotationWords, stateBadge } from './parts'

const REGIONS = [
  ['eu-central-1', 'Frankfurt'],
  ['eu-west-1', 'Ireland'],
  ['eu-west-2', 'London'],
  ['eu-north-1', 'Stockholm'],
  ['us-east-1', 'N. Virginia'],
  ['us-east-2', 'Ohio'],
  ['us-west-2', 'Oregon'],
  ['ca-central-1', 'Canada'],
  ['sa-east-1', 'São Paulo'],
  ['ap-southeast-1', 'Singapore'],
  ['ap-southeast-2', 'Sydney'],
  ['ap-northeast-1', 'Tokyo'],
  ['ap-south-1', 'Mumbai'],
] as const

/** An account: its keys, and who called about them. */
export function accountPage(world: World, account: Account): string {
  const keys = world.keysOf(account.id).map((key) => keyView(world, key))
  const title = `${account.name}’s AWS account`
  const about = html`Account <span class="tabular">${account.id}</span>. Its keys for the Key Management Service, and each call that named one.`
  const create = html`<button type="button" class="primary" data-open="create-key">Create key</button>`
  const content = html`${pageHeader(title, about, create)}
<section aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2><div data-live id="keys">${keyTable(keys, account)}</div></section>
<section aria-labelledby="log-title"><h2 id="log-title">Call log</h2><p class="muted">The newest 100 calls, as this account’s owner sees them. Refreshes by itself.</p><div data-live id="log">${logTable(world.log.read(account.id, 0, 100), account.id, 'Call log')}</div></section>
${createDialog(account)}`
  return layout(world, title, account.id, content)
}

function keyTable(keys: KeyView[], account: Account): Html {
  if (keys.length === 0) {
    return html`<p class="empty">${account.name} has no keys yet. Create one, and give its ARN to whom it shall protect.</p>`
  }
  return html`<div class="table-scroll" role="group" aria-label="Keys" tabindex="0" id="keys-scroll">
<table class="stack">
<caption class="visually-hidden">Keys of ${account.name}</caption>
<thead><tr><th scope="col">Key</th><th scope="col">Kind</th><th scope="col">Region</th><th scope="col">State</th><th scope="col" class="number">Materials</th><th scope="col">Rotation</th><th scope="col"><span class="visually-hidden">Action</span></th></tr></thead>
<tbody>${keys.map(keyRow)}</tbody>
</table></div>`
}

function keyRow(key: KeyView): Html {
  const path = `/accounts/${key.accountId}/keys/${key.id}`
  return html`<tr>
<th scope="row" data-label="Key"><a href="${path}" id="open-${key.id}">${nameOf(key)}</a>${copyable(key.arn, `the ARN of ${nameOf(key)}`, key.id)}</th>
<td data-label="Kind">${kindOf(key.spec, key.usage)}</td>
<td data-label="Region"><span class="nowrap">${key.region}</span></td>
<td data-label="State">${stateBadge(key.state)}</td>
<td data-label="Materials" class="number">${key.materials.length}</td>
<td data-label="Rotation">${rotationWords(key)}</td>
<td class="row-action">${quickAction(key, path)}</td>
</tr>`
}

function quickAction(key: KeyView, path: string): Html {
  const [action, word] =
    key.state === 'Enabled'
      ? ['disable', 'Disable']
      : key.state === 'PendingDeletion'
        ? ['cancel-deletion', 'Cancel deletion']
        : ['enable', 'Enable']
  if (key.state === 'PendingImport') return html`<a href="${path}">Open</a>`
  return html`<button type="button" id="quick-${key.id}" data-post="${path}/${action}" data-done="${nameOf(key)}: done" aria-label="${word} ${nameOf(key)}">${word}</button>`
}

function createDialog({ id, name }: Account): Html {
  const regions = REGIONS.map(
    ([region, place]) => html`<option value="${region}">${region} (${place})</option>`,
  )
  const kinds = KEY_KINDS.map(
    ({ spec, usage }) => html`<option value="${spec} ${usage}">${kindOf(spec, usage)}</option>`,
  )
  return html`<dialog id="create-key" aria-labelledby="create-title">
<form data-create="/accounts/${id}/keys" data-then="/accounts/${id}/keys/">
<h2 id="create-title">Create a key for ${name}</h2>
<div class="field"><label for="description">Description</label><input id="description" name="description" maxlength="200" autocomplete="off" aria-describedby="description-help"><p class="help" id="description-help">What the key is for, such as “Data at Latchkey”. It can be left empty.</p></div>
<div class="field"><label for="region">Region</label><select id="region" name="region">${regions}</select></div>
<div class="field"><label for="kind">Kind and use</label><select id="kind" name="kind" aria-describedby="kind-help">${kinds}</select><p class="help" id="kind-help">Only a symmetric key can encrypt here; the others are there to be refused.</p></div>
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Cancel</button><button type="submit" class="primary">Create key</button></div>
</form></dialog>`
}
