import { type Html, html } from '../../shared/page/html'
import { postButton } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import { ROLES } from '../access'
import type { vaultView } from '../control/view'
import type { World } from '../world'
import { vaultPath } from './parts'

type VaultView = ReturnType<typeof vaultView>
type Assignment = VaultView['assignments'][number]

/** Who may use a vault's keys, by roles or by access policies, and how to change it. */
export function accessSection(world: World, vault: VaultView): Html {
  const byRoles = vault.accessModel === 'rbac'
  const [model, word] = byRoles ? ['policy', 'Use access policies instead'] : ['rbac', 'Use roles instead']
  const change = postButton({
    id: 'access-model',
    path: vaultPath(vault.name),
    word,
    done: 'The vault decides otherwise from now on.',
    body: { accessModel: model },
  })
  const give = byRoles && html`<button type="button" id="give" data-open="give-role">Give a role…</button>`
  return html`<section aria-labelledby="access-title"><h2 id="access-title">Access</h2>
<p class="muted">Either role assignments decide who may do what, or access policies do, for every key of the vault alike.</p>
<div data-live id="access-actions"><div class="actions">${give} ${change}</div></div></section>
<section aria-label="Who has access"><div data-live id="access">${byRoles ? assignments(world, vault) : policies(world, vault)}</div></section>
${giveDialog(world, vault)}`
}

const nameOf = (world: World, clientId: string): string => world.apps.get(clientId)?.name ?? clientId

function assignments(world: World, vault: VaultView): Html {
  if (vault.assignments.length === 0) return html`<p class="empty">Nobody has a role here.</p>`
  const columns: Column<Assignment>[] = [
    { title: 'Application', heading: true, cell: ({ principal }) => nameOf(world, principal) },
    { title: 'Role', cell: ({ role }) => role },
    { title: 'For', cell: ({ scope }) => (scope === '/' ? 'The whole vault' : html`<code>${scope}</code>`) },
    {
      title: 'Action',
      hidden: true,
      className: 'row-action',
      cell: ({ id, role, principal }) =>
        postButton({
          id: `unassign-${id}`,
          path: `${vaultPath(vault.name)}/assignments/${id}`,
          method: 'DELETE',
          body: {},
          word: 'Remove',
          done: 'The role is taken away.',
          label: `Remove ${role} from ${nameOf(world, principal)}`,
        }),
    },
  ]
  return table({ id: 'assignments', caption: 'Role assignments', columns, rows: vault.assignments })
}

function policies(world: World, { policies: given }: VaultView): Html {
  const rows = Object.entries(given)
  if (rows.length === 0) return html`<p class="empty">Nobody has an access policy here.</p>`
  return table({
    id: 'policies',
    caption: 'Access policies',
    columns: [
      { title: 'Application', heading: true, cell: ([clientId]) => nameOf(world, clientId) },
      { title: 'May', cell: ([, permissions]) => permissions.join(', ') || 'nothing' },
    ],
    rows,
  })
}

function giveDialog(world: World, { name, kind, keys }: VaultView): Html {
  const apps = [...world.apps.values()].map(
    ({ clientId, name: app }) => html`<option value="${clientId}">${app}</option>`,
  )
  const roles = ROLES[kind].map((role) => html`<option value="${role.name}">${role.name}</option>`)
  const scopes = keys.map((key) => html`<option value="/keys/${key}">The key ${key}</option>`)
  return html`<dialog id="give-role" aria-labelledby="give-title">
<form data-send="POST ${vaultPath(name)}/assignments" data-done="The role is given.">
<h2 id="give-title">Give a role for ${name}</h2>
<div class="field"><label for="principal">Application</label><select id="principal" name="principal">${apps}</select></div>
<div class="field"><label for="role">Role</label><select id="role" name="role">${roles}</select></div>
<div class="field"><label for="scope">For</label><select id="scope" name="scope">${scopes}<option value="/">The whole vault</option></select></div>
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Cancel</button><button type="submit" class="primary">Give the role</button></div>
</form></dialog>`
}
