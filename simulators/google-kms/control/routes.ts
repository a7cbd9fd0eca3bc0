import { commonRoutes } from '../../shared/console/common-routes'
import { type Route, route } from '../../shared/console/route'
import { logQuery } from '../../shared/log'
import { GOOGLE_FAULT_KINDS } from '../faults'
import type { World } from '../world'
import * as actions from './actions'
import * as schema from './schema'
import { keyView, projectView } from './view'

const PROJECT = '/projects/([^/]+)'
/** Resources have the paths that Google's names give them. */
const RING = '/(projects/[^/]+/locations/[^/]+/keyRings/[^/]+)'
const KEY = `${RING.slice(0, -1)}/cryptoKeys/[^/]+)`
const VERSION = `${KEY}/cryptoKeyVersions/([^/]+)`

/** Every path of the control API below `/_control/google`. */
export const routesOf = (world: World): readonly Route[] => [
  ...projectRoutes(world),
  ...keyRoutes(world),
  ...versionRoutes(world),
  route('POST', '/tokens', (_, body) => {
    world.tokens.lifetimeMs = schema.tokensRequest.parse(body).lifetimeMs
    return { lifetimeMs: world.tokens.lifetimeMs }
  }),
  route('DELETE', '/tokens', () => ({ revoked: world.tokens.revokeAll() })),
  ...commonRoutes({
    faults: world.faults,
    faultKinds: GOOGLE_FAULT_KINDS,
    clock: world.clock,
    lag: world.lags,
    clockMoved: async () => {
      world.sweep()
      await world.store.save()
    },
  }),
]

function projectRoutes(world: World): Route[] {
  const find = (id: string | undefined) => actions.findProject(world, id)
  return [
    route('GET', '/projects', () => ({
      projects: [...world.projects.values()].map((project) => projectView(world, project)),
    })),
    route('GET', PROJECT, ([id]) => ({ project: projectView(world, find(id)) })),
    route('POST', `${PROJECT}/api`, ([id], body) =>
      actions.setApi(world, find(id), schema.apiRequest.parse(body).enabled),
    ),
    route('PUT', `${PROJECT}/policy`, ([id], body) =>
      actions.setProjectPolicy(world, find(id), schema.policyRequest.parse(body).bindings),
    ),
    route('POST', `${PROJECT}/service-accounts`, ([id], body) =>
      actions.createAccount(world, find(id), schema.serviceAccountRequest.parse(body)),
    ),
    route('POST', '/service-accounts/([^/]+)', ([email], body) =>
      actions.changeAccount(
        world,
        actions.findAccount(world, email),
        schema.changeAccountRequest.parse(body),
      ),
    ),
    route('GET', `${PROJECT}/log`, ([id], query) => {
      const { after, limit } = logQuery.parse(query)
      return { entries: world.log.read(find(id).id, after, limit) }
    }),
  ]
}

function keyRoutes(world: World): Route[] {
  const find = (name: string | undefined) => actions.findKey(world, name)
  return [
    route('GET', `${PROJECT}/keys`, ([project]) => ({
      keys: world.keysOf(actions.findProject(world, project).id).map(keyView),
    })),
    route('POST', `${PROJECT}/keys`, ([project], body) =>
      actions.createKey(world, actions.findProject(world, project), schema.createKeyRequest.parse(body)),
    ),
    route('GET', KEY, ([name]) => ({ key: keyView(find(name)) })),
    route('POST', `${KEY}/versions`, ([name], body) =>
      actions.createVersion(world, find(name), schema.createVersionRequest.parse(body ?? {}).primary),
    ),
    route('POST', `${KEY}/rotation`, ([name], body) =>
      actions.setRotation(world, find(name), schema.rotationRequest.parse(body).periodDays),
    ),
    route('POST', `${KEY}/grants`, ([name], body) =>
      actions.grant(world, find(name), schema.grantRequest.parse(body)),
    ),
    route('DELETE', `${KEY}/grants`, ([name], body) =>
      actions.withdraw(world, find(name), schema.grantRequest.parse(body)),
    ),
    route('GET', `${KEY}/policy`, ([name]) => ({ bindings: find(name).bindings })),
    ...[KEY, RING].map((holder) =>
      route('PUT', `${holder}/policy`, ([name = ''], body) =>
        actions.setPolicy(world, name, schema.policyRequest.parse(body).bindings),
      ),
    ),
  ]
}

function versionRoutes(world: World): Route[] {
  /** A change of one version that Google has a method for. */
  const change = (action: string, run: (name: string) => [method: string, request: object]) =>
    route('POST', `${VERSION}/${action}`, ([name, number], body) => {
      schema.noBody.parse(body)
      const key = actions.findKey(world, name)
      return actions.operate(world, key, ...run(`${key.name}/cryptoKeyVersions/${number}`))
    })
  const setState = (name: string, state: string): [string, object] => [
    'UpdateCryptoKeyVersion',
    { cryptoKeyVersion: { name, state }, updateMask: { paths: ['state'] } },
  ]
  return [
    change('enable', (name) => setState(name, 'ENABLED')),
    change('disable', (name) => setState(name, 'DISABLED')),
    change('destroy', (name) => ['DestroyCryptoKeyVersion', { name }]),
    change('restore', (name) => ['RestoreCryptoKeyVersion', { name }]),
    change('primary', (version) => {
      const [name, cryptoKeyVersionId] = version.split('/cryptoKeyVersions/')
      return ['UpdateCryptoKeyPrimaryVersion', { name, cryptoKeyVersionId }]
    }),
    route('POST', `${VERSION}/state`, ([name, number], body) =>
      actions.forceState(world, actions.findKey(world, name), number, schema.stateRequest.parse(body).state),
    ),
  ]
}
