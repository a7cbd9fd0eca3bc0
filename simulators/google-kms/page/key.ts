import type { Page } from '../../shared/console/mount'
import { faultsPanel } from '../../shared/page/faults-panel'
import { type Html, html } from '../../shared/page/html'
import { pageHeader } from '../../shared/page/layout'
import { postButton, timeOf } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import { type KeyView, keyView } from '../control/view'
import type { Key } from '../keys'
import type { Project } from '../principals'
import type { World } from '../world'
import { accessTable, grantDialog } from './access'
import { logTable } from './log-table'
import {
  breaking,
  fullName,
  keyPath,
  kindOf,
  primaryBadge,
  projectPath,
  rotationWords,
  stateBadge,
} from './parts'

/** One key: what it is, what can be done with it and its versions, who has access, and its calls. */
export function keyPage(world: World, project: Project, key: Key): Page {
  const view = keyView(key)
  const path = keyPath(view)
  const calls = world.log
    .read(project.id, 0, 2000)
    .filter(({ resourceName }) => resourceName === view.name || resourceName.startsWith(`${view.name}/`))
    .slice(0, 100)
  const about = html`A key of <a href="${projectPath(project.id)}">${project.name}’s Google Cloud project</a>`
  const grant = html`<button type="button" class="primary" data-open="grant">Grant access</button>`
  const content = html`${pageHeader(view.key, about, grant)}
<div data-live id="facts">${facts(view)}</div>
<section aria-labelledby="do-title"><h2 id="do-title">What the owner can do</h2><div data-live id="actions">${actions(view, path)}</div></section>
<section aria-labelledby="access-title"><h2 id="access-title">Permissions</h2><p class="muted">Taking a role away is the fastest way to revoke: a version that is disabled may go on working for a while.</p><div data-live id="access">${accessTable(view.bindings, path)}</div></section>
<section aria-labelledby="versions-title"><h2 id="versions-title">Versions</h2><div data-live id="versions">${versionTable(view, path)}</div></section>
<section aria-labelledby="log-title"><h2 id="log-title">Calls to this key</h2><div data-live id="log">${logTable(calls, 'Calls to this key')}</div></section>
${faultsPanel({ ...breaking(world), only: { key: view.name }, what: 'this key' })}
${grantDialog(path)}`
  return { title: view.key, place: projectPath(project.id), content }
}

function facts(key: KeyView): Html {
  return html`<dl class="facts">
<div><dt>Primary version</dt><dd>${key.primary ?? ''} ${primaryBadge(key)}</dd></div>
<div><dt>Location</dt><dd>${key.location}</dd></div>
<div><dt>Key ring</dt><dd>${key.keyRing}</dd></div>
<div><dt>Kind</dt><dd>${kindOf(key.purpose, key.protectionLevel)}</dd></div>
<div><dt>Automatic rotation</dt><dd>${rotationWords(key)}${key.rotation.nextAt && html` <span class="block muted">Next ${timeOf(key.rotation.nextAt)}</span>`}</dd></div>
<div><dt>Created</dt><dd>${timeOf(key.createdAt)}</dd></div>
<div class="wide"><dt>Resource name</dt><dd>${fullName(key, 'the resource name', 'name')}</dd></div>
</dl>`
}

function actions(key: KeyView, path: string): Html {
  if (key.purpose !== 'ENCRYPT_DECRYPT')
    return html`<p class="muted">A key of this kind can’t be rotated.</p>`
  const rotates = key.rotation.periodDays !== null
  return html`<div class="actions">
${postButton({ id: 'do-rotate', path: `${path}/versions`, body: { primary: true }, word: 'Rotate now', done: 'Rotated. New ciphertexts use the new version, old ones still open.' })}
${postButton({ id: 'do-rotation', path: `${path}/rotation`, body: { periodDays: rotates ? null : 90 }, word: rotates ? 'Stop rotating by itself' : 'Rotate every 90 days', done: rotates ? 'Automatic rotation is off.' : 'Automatic rotation is on.' })}
</div>`
}

type Version = KeyView['versions'][number]

const ORIGINS = { CREATED: 'With the key', AUTOMATIC: 'Automatic rotation', ON_DEMAND: 'Rotation on demand' }

function versionTable(key: KeyView, path: string): Html {
  if (key.versions.length === 0) return html`<p class="empty">This key has no version yet.</p>`
  const columns: Column<Version>[] = [
    {
      title: 'Version',
      heading: true,
      cell: ({ number }) =>
        html`${number}${number === key.primary && html` <small class="muted">primary</small>`}`,
    },
    { title: 'State', cell: (version) => html`${stateBadge(version.state)}${destruction(version)}` },
    { title: 'Made by', cell: ({ origin }) => ORIGINS[origin] },
    { title: 'Made at', className: 'tabular', cell: ({ createdAt }) => timeOf(createdAt) },
    {
      title: 'Action',
      hidden: true,
      className: 'row-action',
      cell: (version) => versionActions(version, key, path),
    },
  ]
  return table({
    id: 'versions',
    caption: 'Versions, newest first',
    columns,
    rows: [...key.versions].reverse(),
  })
}

function destruction({ destroyAt, destroyedAt }: Version): Html | null {
  if (destroyedAt !== null) return html`<span class="block muted">On ${timeOf(destroyedAt)}</span>`
  return destroyAt === null
    ? null
    : html`<span class="block muted">Destroyed for good on ${timeOf(destroyAt)}</span>`
}

function versionActions({ number, state }: Version, key: KeyView, path: string): Html {
  const post = (action: string, word: string, done: string, style: '' | 'primary' | 'danger' = '') =>
    postButton({
      id: `${action}-${number}`,
      path: `${path}/cryptoKeyVersions/${number}/${action}`,
      word,
      label: `${word}: version ${number}`,
      done,
      style,
    })
  const live = state === 'ENABLED' || state === 'DISABLED'
  const symmetric = key.purpose === 'ENCRYPT_DECRYPT'
  return html`<div class="actions">
${state === 'ENABLED' && symmetric && number !== key.primary && post('primary', 'Make primary', `Version ${number} encrypts from now on.`)}
${state === 'ENABLED' && post('disable', 'Disable', `Version ${number} is disabled. What it encrypted does not open from now on.`)}
${state === 'DISABLED' && post('enable', 'Enable', `Version ${number} is enabled.`, 'primary')}
${state === 'DESTROY_SCHEDULED' && post('restore', 'Restore', `Version ${number} is restored. It is disabled; enable it to use it again.`, 'primary')}
${live && post('destroy', 'Schedule destruction', `Version ${number} is destroyed in ${key.destroyScheduledDays} days. Until then it can be restored.`, 'danger')}
</div>`
}
