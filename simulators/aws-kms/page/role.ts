import type { Page } from '../../shared/console/mount'
import { faultsPanel } from '../../shared/page/faults-panel'
import { type Html, html } from '../../shared/page/html'
import { pageHeader } from '../../shared/page/layout'
import { copyable, postButton, timeOf } from '../../shared/page/parts'
import { type Role, roleArn } from '../roles'
import type { Account } from '../seed'
import type { World } from '../world'
import { logTable } from './log-table'
import { accountPath, breaking, pretty, rolePath } from './parts'

/** One role: who may assume it, what it may do, and who did. */
export function rolePage(world: World, account: Account, role: Role): Page {
  const arn = roleArn(role)
  const path = rolePath(role)
  const calls = world.log
    .read(account.id, 0, 2000)
    .filter((entry) => entry.resources.includes(arn) || entry.principalArn.includes(`/${role.name}/`))
    .slice(0, 100)
  const about = html`A role of <a href="${accountPath(account.id)}">${account.name}’s AWS account</a>`
  const content = html`${pageHeader(role.name, about, null)}
<dl class="facts"><div><dt>Created</dt><dd>${timeOf(new Date(role.createdAt).toISOString())}</dd></div>
<div><dt>Longest session</dt><dd>${role.maxSessionSeconds / 60} minutes</dd></div>
<div class="wide"><dt>ARN</dt><dd>${copyable(arn, 'the ARN', 'arn', /(?=role\/)/)}</dd></div></dl>
${policyForm('trust', 'Trust policy', 'Who may assume this role, and under which external id. Taking this away stops new sessions; those that are open go on until they end.', `${path}/trust-policy`, role.trustPolicy)}
${policyForm('permissions', 'Permissions', 'What the role may do. A change counts for open sessions too, at once.', `${path}/policy`, role.policy)}
<section aria-labelledby="do-title"><h2 id="do-title">What the owner can do</h2><div class="actions">
${postButton({ id: 'do-expire', path: '/aws/expire-sessions', word: 'End all sessions', done: 'Every session that was open, of any role, has ended.' })}
<button type="button" id="do-delete" class="danger" data-open="delete-role">Delete the role…</button></div></section>
<section aria-labelledby="log-title"><h2 id="log-title">Calls of and for this role</h2><div data-live id="log">${logTable(calls, account.id, 'Calls of this role')}</div></section>
${faultsPanel({ ...breaking(world), operations: ['AssumeRole'], only: { key: arn }, what: 'this role' })}
${deleteDialog(role)}`
  return { title: role.name, place: accountPath(account.id), content }
}

function policyForm(id: string, title: string, help: string, path: string, policy: string): Html {
  return html`<section aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
<form data-send="PUT ${path}" data-done="The policy is saved and in force.">
<div class="field"><label for="${id}">${title} document (JSON)</label><p class="help" id="${id}-help">${help}</p>
<textarea id="${id}" name="policy" rows="14" spellcheck="false" autocomplete="off" wrap="off" aria-describedby="${id}-help ${id}-error" data-json>${pretty(policy)}</textarea></div>
<p class="error" id="${id}-error" role="alert" hidden></p>
<div class="actions"><button type="submit" class="primary">Save ${title.toLowerCase()}</button></div>
</form></section>`
}

function deleteDialog(role: Role): Html {
  return html`<dialog id="delete-role" aria-labelledby="delete-title">
<form data-send="DELETE ${rolePath(role)}" data-then="${accountPath(role.accountId)}">
<h2 id="delete-title">Delete the role ${role.name}</h2>
<p>Nobody can assume it any more, and its open sessions may do nothing from now on.</p>
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Keep the role</button><button type="submit" class="danger">Delete the role</button></div>
</form></dialog>`
}
