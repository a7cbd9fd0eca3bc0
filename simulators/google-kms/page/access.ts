import { type Html, html } from '../../shared/page/html'
import { postButton } from '../../shared/page/parts'
import { table } from '../../shared/page/table'
import type { Bindings } from '../keys'

/** The roles that can be granted on a key by the page, by Google's own titles. */
const GRANTED: readonly [role: string, title: string][] = [
  ['roles/cloudkms.cryptoKeyEncrypterDecrypter', 'Cloud KMS CryptoKey Encrypter/Decrypter'],
  ['roles/cloudkms.viewer', 'Cloud KMS Viewer'],
  ['roles/cloudkms.cryptoKeyEncrypter', 'Cloud KMS CryptoKey Encrypter'],
  ['roles/cloudkms.cryptoKeyDecrypter', 'Cloud KMS CryptoKey Decrypter'],
  ['roles/cloudkms.admin', 'Cloud KMS Admin'],
]

/** Who has which role on a key, each with a button that takes it away: the fastest way to revoke. */
export function accessTable(bindings: Bindings, path: string): Html {
  const rows = bindings.flatMap(({ role, members }) => members.map((member) => ({ role, member })))
  if (rows.length === 0) {
    return html`<p class="empty">Nobody has a role on this key itself. Roles on its key ring and its project reach down to it.</p>`
  }
  return table({
    id: 'access',
    caption: 'Who has which role on this key',
    rows,
    columns: [
      { title: 'Principal', heading: true, cell: ({ member }) => html`<code class="wrap">${member}</code>` },
      {
        title: 'Role',
        cell: ({ role }) => html`${titleOf(role)}<small class="block muted">${role}</small>`,
      },
      {
        title: 'Action',
        hidden: true,
        className: 'row-action',
        cell: ({ role, member }) =>
          postButton({
            id: `remove-${role}-${member}`.replace(/\W/g, '-'),
            path: `${path}/grants`,
            method: 'DELETE',
            body: { role, member },
            word: 'Remove',
            label: `Remove ${titleOf(role)} from ${member}`,
            done: 'The role is taken away. In the cloud that holds everywhere within a minute or so.',
          }),
      },
    ],
  })
}

export function grantDialog(path: string): Html {
  const roles = GRANTED.map(([role, title]) => html`<option value="${role}">${title}</option>`)
  return html`<dialog id="grant" aria-labelledby="grant-title">
<form data-send="POST ${path}/grants" data-done="Access is granted.">
<h2 id="grant-title">Grant access to this key</h2>
<div class="field"><label for="member">New principal</label><input id="member" name="member" required maxlength="200" autocomplete="off" spellcheck="false" aria-describedby="member-help"><p class="help" id="member-help">The address of a service account or of a user.</p></div>
<div class="field"><label for="role">Role</label><select id="role" name="role">${roles}</select></div>
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Cancel</button><button type="submit" class="primary">Save</button></div>
</form></dialog>`
}

const titleOf = (role: string): string => GRANTED.find(([known]) => known === role)?.[1] ?? role
