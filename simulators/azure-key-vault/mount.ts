import type { Mount } from '../shared/console/mount'
import { route } from '../shared/console/route'
import { html } from '../shared/page/html'
import { count } from '../shared/page/parts'
import { controlRoutes } from './control/routes'
import { consentPage } from './page/consent'
import { keyPage } from './page/key'
import { tenantPath } from './page/parts'
import { tenantPage } from './page/tenant'
import { vaultPage } from './page/vault'
import type { World } from './world'

/** Where every host of Azure answers, and who signed the certificate (PEM). */
interface Wire {
  port: number
  authority: string
}

/** Azure in the console: its directories and vaults with their pages, and its control API. */
export function mountOf(world: World, wire: Wire): Mount {
  const tenants = () => Object.values(world.state.tenants)
  const vaultsOf = (id: string) => Object.values(world.state.vaults).filter(({ tenantId }) => tenantId === id)
  return {
    path: 'azure',
    name: 'Azure',
    clock: world.clock,
    // Rotation makes keys, which takes its time: it is done before each call and when the clock is moved.
    sweep: () => world.letGo(),
    places: () => tenants().map(({ id, name }) => ({ href: tenantPath(id), name })),
    home: () =>
      html`${tenants().map(
        ({ id, name, servicePrincipals }) =>
          html`<li class="card"><h3><a href="${tenantPath(id)}">${name}’s Azure</a></h3>
<p class="muted tabular">Directory ${id}</p>
<p>${count(vaultsOf(id).length, 'vault')}, ${count(Object.keys(servicePrincipals).length, 'application')}</p></li>`,
      )}`,
    page: (path, query) => consent(world, path, query) ?? find(world, path),
    routes: [...controlRoutes(world), route('GET', '/wire', () => wire)],
  }
}

/** Microsoft's own path, below the console's. */
function consent(world: World, path: string, query: URLSearchParams) {
  const [, id] = /^\/(organizations|[0-9a-f-]{36})\/v2\.0\/adminconsent$/i.exec(path) ?? []
  if (id === undefined) return null
  const tenants = Object.values(world.state.tenants)
  const isMeant = (tenant: { id: string }) => id === 'organizations' || tenant.id === id.toLowerCase()
  return consentPage(world, tenants.filter(isMeant), query)
}

function find(world: World, path: string) {
  const [, kind, id = '', keyName] =
    /^\/(tenants|vaults)\/([0-9a-z-]{1,36})(?:\/keys\/([0-9a-zA-Z-]{1,127}))?$/.exec(path) ?? []
  const tenant = kind === 'tenants' && keyName === undefined ? world.state.tenants[id] : undefined
  if (tenant !== undefined) return tenantPage(world, tenant)
  const vault = kind === 'vaults' ? world.state.vaults[id] : undefined
  if (vault === undefined) return null
  if (keyName === undefined) return vaultPage(world, vault)
  const key = vault.keys[keyName.toLowerCase()]
  return key === undefined ? null : keyPage(world, vault, key)
}
