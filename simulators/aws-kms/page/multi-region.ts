import { type Html, html } from '../../shared/page/html'
import { postButton } from '../../shared/page/parts'
import { type Column, table } from '../../shared/page/table'
import type { KeyView } from '../control/view'
import { keyPath, nameOf, stateBadge } from './parts'
import { regionOptions } from './regions'

type Related = NonNullable<KeyView['multiRegion']>['related'][number]

/** In which regions a multi-region key is, and what can be done about it. Nothing for a key of one region. */
export function multiRegionSection(key: KeyView): Html | null {
  const { multiRegion } = key
  if (multiRegion === null) return null
  const pathIn = (region: string) => keyPath({ ...key, region })
  const role = (region: string) => (region === multiRegion.primaryRegion ? 'Primary' : 'Replica')
  const columns: Column<Related>[] = [
    {
      title: 'Region',
      heading: true,
      cell: ({ region }) =>
        region === key.region ? html`${region} (this key)` : html`<a href="${pathIn(region)}">${region}</a>`,
    },
    { title: 'Role', cell: ({ region }) => role(region) },
    { title: 'State', cell: ({ state }) => stateBadge(state) },
    {
      title: 'Action',
      hidden: true,
      className: 'row-action',
      cell: ({ region }) =>
        role(region) === 'Primary'
          ? ''
          : postButton({
              id: `primary-${region}`,
              path: `${pathIn(multiRegion.primaryRegion)}/primary-region`,
              body: { region },
              word: 'Make primary',
              label: `Make ${region} primary`,
              done: `${region} has the primary key now.`,
            }),
    },
  ]
  const caption = 'Related keys of all regions'
  const rows = multiRegion.related
  return html`<section aria-labelledby="regions-title"><h2 id="regions-title">Regions</h2>
<p class="muted">All of these have the same id and material: each opens what any of them has encrypted. Policy and state are each key’s own, so taking access away takes all of them.</p>
<div data-live id="regions">${table({ id: 'regions', caption, columns, rows })}</div>
${multiRegion.isPrimary && html`<div class="actions"><button type="button" data-open="replicate-key">Replicate to another region…</button></div>${replicateDialog(key, rows)}`}</section>`
}

function replicateDialog(key: KeyView, related: readonly Related[]): Html {
  const path = keyPath(key)
  const taken = related.map(({ region }) => region)
  return html`<dialog id="replicate-key" aria-labelledby="replicate-title">
<form data-send="POST ${path}/replicate" data-then="${path.replace(`/${key.region}/`, '/{key.region}/')}">
<h2 id="replicate-title">Replicate ${nameOf(key)}</h2>
<p>The replica shares id and material. It starts with the policy of the account’s default, not with this key’s.</p>
<div class="field"><label for="replica-region">Region</label><select id="replica-region" name="region">${regionOptions(taken)}</select></div>
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="button" data-close>Cancel</button><button type="submit" class="primary">Replicate</button></div>
</form></dialog>`
}
