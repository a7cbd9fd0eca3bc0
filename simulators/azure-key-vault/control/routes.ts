import { randomBytes } from 'node:crypto'
import { commonRoutes } from '../../shared/console/common-routes'
import { type Route, route } from '../../shared/console/route'
import { FAULT_KINDS } from '../../shared/faults'
import { logQuery } from '../../shared/log'
import type { World } from '../world'
import * as access from './access'
import * as keys from './keys'
import * as schema from './schema'
import { keyView, tenantView, vaultView } from './view'

const VAULT = '/vaults/([^/]+)'
const KEY = `${VAULT}/keys/([^/]+)`
const TENANT = '/tenants/([^/]+)'

/** The control API of the simulator, below `/_control/azure`. */
export function controlRoutes(world: World): Route[] {
  const common = commonRoutes({
    faults: world.faults,
    faultKinds: FAULT_KINDS,
    clock: world.clock,
    lag: world.lag,
    async clockMoved() {
      await world.sweep()
      await world.store.save()
    },
  })
  return [...common, ...tenantRoutes(world), ...vaultRoutes(world), ...keyRoutes(world)]
}

function tenantRoutes(world: World): Route[] {
  const logOf = (owner: string, body: unknown) => {
    const { after, limit } = logQuery.parse(body)
    return { entries: world.log.read(owner, after, limit) }
  }
  return [
    route('GET', '/tenants', () => ({
      tenants: Object.values(world.state.tenants).map((tenant) => tenantView(world, tenant)),
    })),
    route('GET', `${TENANT}/log`, ([id], body) => logOf(access.findTenant(world, id).id, body)),
    route('POST', `${TENANT}/consents`, ([id = ''], body) =>
      access.consent(world, id, schema.consentRequest.parse(body).clientId),
    ),
    route('DELETE', `${TENANT}/consents/([^/]+)`, (path) => access.setPrincipal(world, path, 'gone')),
    route('POST', `${TENANT}/consents/([^/]+)/(enable|disable)`, ([id = '', clientId = '', action]) =>
      access.setPrincipal(world, [id, clientId], action === 'enable'),
    ),
    route('POST', '/tokens', (_, body) => {
      world.tokenLifetimeS = schema.tokensRequest.parse(body).lifetimeS
      return { lifetimeS: world.tokenLifetimeS }
    }),
    route('POST', '/tokens/revoke', () => {
      world.tokenSecret = randomBytes(32)
      return {}
    }),
    route('GET', `${VAULT}/log`, ([name], body) => logOf(keys.findVault(world, name).name, body)),
  ]
}

function vaultRoutes(world: World): Route[] {
  return [
    route('GET', '/vaults', () => ({ vaults: Object.values(world.state.vaults).map(vaultView) })),
    route('GET', VAULT, ([name]) => ({ vault: vaultView(keys.findVault(world, name)) })),
    route('POST', VAULT, ([name = ''], body) =>
      access.setVault(world, name, schema.vaultRequest.parse(body)),
    ),
    route('POST', `${VAULT}/assignments`, ([name = ''], body) =>
      access.assign(world, name, schema.assignmentRequest.parse(body)),
    ),
    route('DELETE', `${VAULT}/assignments(?:/([^/]+))?`, (path) => access.unassign(world, path)),
    route('PUT', `${VAULT}/policies/([^/]+)`, (path, body) =>
      access.setPolicy(world, path, schema.policyRequest.parse(body).permissions),
    ),
  ]
}

function keyRoutes(world: World): Route[] {
  return [
    route('GET', `${VAULT}/keys`, ([name]) => {
      const vault = keys.findVault(world, name)
      return { keys: Object.values(vault.keys).map((key) => keyView(world, vault, key)) }
    }),
    route('POST', `${VAULT}/keys`, ([name = ''], body) =>
      keys.createKey(world, name, schema.createKeyRequest.parse(body)),
    ),
    route('GET', KEY, (path) => {
      const { vault, key } = keys.findKey(world, path)
      return { key: keyView(world, vault, key) }
    }),
    route('POST', `${KEY}/(rotate|delete|recover|purge)`, ([vault = '', key = '', action = ''], body) => {
      schema.noBody.parse(body)
      return keys.operate(world, [vault, key], action)
    }),
    route('POST', `${KEY}/(enable|disable)`, ([vault = '', key = '', action]) =>
      keys.setEnabled(world, [vault, key], action === 'enable'),
    ),
    route(
      'POST',
      `${KEY}/versions/([0-9a-f]{32})/(enable|disable)`,
      ([vault = '', key = '', id = '', action]) =>
        keys.setEnabled(world, [vault, key, id], action === 'enable'),
    ),
    route('POST', `${KEY}/attributes`, (path, body) =>
      keys.setAttributes(world, path, schema.attributesRequest.parse(body)),
    ),
    route('PUT', `${KEY}/rotation`, (path, body) =>
      keys.setRotation(world, path, schema.rotationRequest.parse(body)),
    ),
  ]
}
