import type { Page } from '../../shared/console/mount'
import { faultsPanel } from '../../shared/page/faults-panel'
import { type Html, html } from '../../shared/page/html'
import { pageHeader } from '../../shared/page/layout'
import { badge, postButton } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import { timePanel } from '../../shared/page/time-panel'
import { type KeyView, keyView } from '../control/view'
import { PURPOSE_NAMES } from '../keys'
import { LOCATIONS } from '../names'
import type { Project, ServiceAccount } from '../principals'
import type { World } from '../world'
import { logTable } from './log-table'
import {
  breaking,
  elementId,
  fullName,
  keyPath,
  kindOf,
  primaryBadge,
  projectPath,
  rotationWords,
} from './parts'

/** A project: its API, its keys, its service accounts, and who called. */
export function projectPage(world: World, project: Project): Page {
  const keys = world.keysOf(project.id).map(keyView)
  const title = `${project.name}’s Google Cloud project`
  const about = html`Project <span class="tabular">${project.id}</span>, number <span class="tabular">${project.number}</span>. Its keys for Cloud KMS, and each call that named one.`
  const create = html`<button type="button" class="primary" data-open="create-key">Create key</button>`
  const content = html`${pageHeader(title, about, create)}
<section aria-labelledby="api-title"><h2 id="api-title">Cloud KMS API</h2><div data-live id="api">${apiSwitch(project)}</div></section>
<section aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2><div data-live id="keys">${keyTable(keys, project)}</div></section>
${project.serviceAccounts.length > 0 && html`<section aria-labelledby="accounts-title"><h2 id="accounts-title">Service accounts</h2><div data-live id="accounts">${accountTable(project.serviceAccounts)}</div></section>`}
<section aria-labelledby="log-title"><h2 id="log-title">Call log</h2><p class="muted">The newest 100 calls, as Cloud Audit Logs show them. Refreshes by itself.</p><div data-live id="log">${logTable(world.log.read(project.id, 0, 100), 'Call log')}</div></section>
${faultsPanel({ ...breaking(world), only: { account: project.id }, what: 'the keys of this project' })}
${timePanel({ path: 'google', clock: world.clock, lag: world.lags })}
${createDialog(project)}`
  return { title, place: projectPath(project.id), content }
}

function apiSwitch({ id, apiEnabled }: Project): Html {
  const shown = apiEnabled ? badge('good', 'check', 'Enabled') : badge('bad', 'stop', 'Switched off')
  const button = postButton({
    id: 'switch-api',
    path: `${projectPath(id)}/api`,
    body: { enabled: !apiEnabled },
    word: apiEnabled ? 'Switch off' : 'Enable',
    label: apiEnabled ? 'Switch the Cloud KMS API off' : 'Enable the Cloud KMS API',
    done: apiEnabled ? 'The API is off. Every call is refused from now on.' : 'The API is enabled.',
  })
  return html`<div class="actions">${shown} ${button}</div>`
}

const COLUMNS: readonly Column<KeyView>[] = [
  {
    title: 'Key',
    heading: true,
    cell: (key) =>
      html`<a href="${keyPath(key)}" id="open-${elementId(key)}">${key.key}</a>${fullName(key, `the name of ${key.key}`, elementId(key))}`,
  },
  { title: 'Kind', cell: (key) => kindOf(key.purpose, key.protectionLevel) },
  { title: 'Location', cell: (key) => html`<span class="nowrap">${key.location}</span>` },
  { title: 'Primary version', cell: primaryBadge },
  { title: 'Versions', className: 'number', cell: (key) => key.versions.length },
  { title: 'Rotation', cell: rotationWords },
]

function keyTable(keys: KeyView[], project: Project): Html {
  if (keys.length === 0) {
    return html`<p class="empty">${project.name} has no keys yet. Create one, and give its name to whom it shall protect.</p>`
  }
  return table({ id: 'keys', caption: `Keys of ${project.name}`, columns: COLUMNS, rows: keys })
}

const ACCOUNT_COLUMNS: readonly Column<ServiceAccount>[] = [
  { title: 'Account', heading: true, cell: ({ email }) => html`<code class="wrap">${email}</code>` },
  { title: 'Name', cell: ({ name }) => name || '–' },
  {
    title: 'Who may act as it',
    cell: ({ bindings }) =>
      html`${bindings.flatMap(({ members }) => members).map((member) => html`<code class="wrap block">${member}</code>`)}`,
  },
  {
    title: 'State',
    cell: ({ disabled }) => (disabled ? badge('bad', 'stop', 'Disabled') : badge('good', 'check', 'Enabled')),
  },
  { title: 'Action', hidden: true, className: 'row-action', cell: accountSwitch },
]

const accountTable = (rows: readonly ServiceAccount[]): Html =>
  table({ id: 'accounts', caption: 'Service accounts', columns: ACCOUNT_COLUMNS, rows })

function accountSwitch({ email, disabled }: ServiceAccount): Html {
  const word = disabled ? 'Enable' : 'Disable'
  return postButton({
    id: `switch-${email.replace(/\W/g, '-')}`,
    path: `/google/service-accounts/${email}`,
    body: { disabled: !disabled },
    word,
    label: `${word} ${email}`,
    done: disabled ? 'The account is enabled.' : 'The account is disabled. It gets no new tokens.',
  })
}

function createDialog({ id, name }: Project): Html {
  const locations = LOCATIONS.map(
    ([location, place]) => html`<option value="${location}">${location} (${place})</option>`,
  )
  const kinds = [
    ...(['SOFTWARE', 'HSM'] as const).map((protectionLevel) => ({
      purpose: 'ENCRYPT_DECRYPT' as const,
      protectionLevel,
    })),
    ...PURPOSE_NAMES.slice(1).map((purpose) => ({ purpose, protectionLevel: 'SOFTWARE' as const })),
  ].map(
    (kind) =>
      html`<option value="${JSON.stringify(kind)}">${kindOf(kind.purpose, kind.protectionLevel)}</option>`,
  )
  const then = `${projectPath(id)}/locations/{key.location}/keyRings/{key.keyRing}/cryptoKeys/{key.key}`
  return html`<dialog id="create-key" aria-labelledby="create-title">
<form data-send="POST ${projectPath(id)}/keys" data-then="${then}">
<h2 id="create-title">Create a key for ${name}</h2>
<div class="field"><label for="key">Name</label><input id="key" name="key" required maxlength="63" autocomplete="off" spellcheck="false" aria-describedby="key-help"><p class="help" id="key-help">Letters, digits, hyphens and underscores. A name can never be used again.</p></div>
<div class="field"><label for="ring">Key ring</label><input id="ring" name="keyRing" required maxlength="63" value="latchkey" autocomplete="off" spellcheck="false" aria-describedby="ring-help"><p class="help" id="ring-help">It is made if it is not there yet.</p></div>
<div class="field"><label for="location">Location</label><select id="location" name="location">${locations}</select></div>
<div class="field"><label for="kind">Kind</label><select id="kind" data-spread aria-describedby="kind-help">${kinds}</select><p class="help" id="kind-help">Only the symmetric ones can encrypt here; the others are there to be refused.</p></div>
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Cancel</button><button type="submit" class="primary">Create key</button></div>
</form></dialog>`
}
