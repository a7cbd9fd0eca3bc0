import type { Mount } from '../shared/console/mount'
import { html } from '../shared/page/html'
import { count } from '../shared/page/parts'
import { routesOf } from './control/routes'
import { accountPage } from './page/account'
import { keyPage } from './page/key'
import { accountPath } from './page/parts'
import { rolePage } from './page/role'
import type { World } from './world'

/** AWS in the console: its accounts with their pages, and its control API. */
export function mountOf(world: World): Mount {
  const accounts = [...world.accounts.values()]
  return {
    path: 'aws',
    name: 'AWS',
    clock: world.clock,
    sweep: () => world.sweep(),
    places: () => accounts.map(({ id, name }) => ({ href: accountPath(id), name })),
    home: () =>
      html`${accounts.map(
        ({ id, name, principals }) =>
          html`<li class="card"><h3><a href="${accountPath(id)}">${name}’s AWS account</a></h3>
<p class="muted tabular">Account ${id}</p>
<p>${count(world.keysOf(id).length, 'key')}, ${count(principals.length, 'principal')}</p></li>`,
      )}`,
    page: (path) => find(world, path),
    routes: routesOf(world),
  }
}

const PATH = /^\/accounts\/(\d{12})(?:\/(?:keys\/([a-z0-9-]+)\/([0-9a-z-]+)|roles\/([\w+=,.@-]+)))?$/

function find(world: World, path: string) {
  const [, accountId, region, keyId, roleName] = PATH.exec(path) ?? []
  const account = world.accounts.get(accountId ?? '')
  if (!account) return null
  if (region !== undefined && keyId !== undefined) {
    const key = world.find(region, keyId)
    return key?.accountId === account.id ? keyPage(world, account, key) : null
  }
  if (roleName === undefined) return accountPage(world, account)
  const role = world.role(account.id, roleName)
  return role ? rolePage(world, account, role) : null
}
