import { type Html, html } from '../../shared/page/html'
import { copyable } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import { type Role, roleArn } from '../roles'
import type { Account } from '../seed'
import { accountPath, rolePath } from './parts'

const COLUMNS: readonly Column<Role>[] = [
  {
    title: 'Role',
    heading: true,
    cell: (role) =>
      html`<a href="${rolePath(role)}">${role.name}</a>${copyable(roleArn(role), `the ARN of ${role.name}`, role.id, /(?=role\/)/)}`,
  },
  {
    title: 'External id',
    cell: ({ trustPolicy }) => (trustPolicy.includes('sts:ExternalId') ? 'Asked for' : 'Not asked for'),
  },
  { title: 'Longest session', cell: ({ maxSessionSeconds }) => `${maxSessionSeconds / 60} minutes` },
]

/** The roles of an account: how others act in it without a key of their own. */
export function rolesSection(roles: readonly Role[], account: Account): Html {
  const list =
    roles.length === 0
      ? html`<p class="empty">No roles yet. A role lets another account act in this one, as far as its permissions go.</p>`
      : table({ id: 'roles', caption: `Roles of ${account.name}`, columns: COLUMNS, rows: roles })
  return html`<section aria-labelledby="roles-title"><h2 id="roles-title">Roles</h2><div data-live id="roles">${list}</div>
<div class="actions"><button type="button" data-open="create-role">Create role</button></div>
${createDialog(account)}</section>`
}

function createDialog({ id, name }: Account): Html {
  const policyField = (field: string, label: string, help: string) =>
    html`<div class="field"><label for="role-${field}">${label}</label><textarea id="role-${field}" name="${field}" rows="8" spellcheck="false" autocomplete="off" wrap="off" required aria-describedby="role-${field}-help"></textarea><p class="help" id="role-${field}-help">${help}</p></div>`
  return html`<dialog id="create-role" aria-labelledby="create-role-title">
<form data-send="POST ${accountPath(id)}/roles" data-then="${accountPath(id)}/roles/{role.name}">
<h2 id="create-role-title">Create a role for ${name}</h2>
<div class="field"><label for="role-name">Name</label><input id="role-name" name="name" maxlength="64" autocomplete="off" required></div>
${policyField('trustPolicy', 'Trust policy (JSON)', 'Who may assume it.')}
${policyField('policy', 'Permissions (JSON)', 'What it may do.')}
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Cancel</button><button type="submit" class="primary">Create role</button></div>
</form></dialog>`
}
