import { faultRequest } from '../faults'
import type { World } from '../world'
import * as actions from './actions'
import { ControlError } from './errors'
import * as schema from './schema'
import { keyView, projectView } from './view'

export interface Route {
  method: string
  path: RegExp
  answer(world: World, parameters: string[], body: unknown): object | Promise<object>
}

type Answer = Route['answer']
const PROJECT = '/projects/([^/]+)'
/** Resources have the paths that Google's names give them. */
const RING = '/(projects/[^/]+/locations/[^/]+/keyRings/[^/]+)'
const KEY = `${RING.slice(0, -1)}/cryptoKeys/[^/]+)`
const VERSION = `${KEY}/cryptoKeyVersions/([^/]+)`

const route = (method: string, path: string, answer: Answer): Route => ({
  method,
  path: new RegExp(`^${path}$`),
  answer,
})

/** A change of one version that Google has a method for. */
const atVersion = (action: string, run: (name: string) => [method: string, request: object]): Route =>
  route('POST', `${VERSION}/${action}`, (world, [name, number], body) => {
    schema.noBody.parse(body)
    const key = actions.findKey(world, name)
    return actions.operate(world, key, ...run(`${key.name}/cryptoKeyVersions/${number}`))
  })
const setState = (name: string, state: string): [string, object] => [
  'UpdateCryptoKeyVersion',
  { cryptoKeyVersion: { name, state }, updateMask: { paths: ['state'] } },
]

const keys: Route[] = [
  route('GET', `${PROJECT}/keys`, (world, [project]) => ({
    keys: world.keysOf(actions.findProject(world, project).id).map(keyView),
  })),
  route('POST', `${PROJECT}/keys`, (world, [project], body) =>
    actions.createKey(world, actions.findProject(world, project), schema.createKeyRequest.parse(body)),
  ),
  route('GET', KEY, (world, [name]) => ({ key: keyView(actions.findKey(world, name)) })),
  route('POST', `${KEY}/versions`, (world, [name], body) => {
    const { primary } = schema.createVersionRequest.parse(body ?? {})
    return actions.createVersion(world, actions.findKey(world, name), primary)
  }),
  route('POST', `${KEY}/rotation`, (world, [name], body) => {
    const { periodDays } = schema.rotationRequest.parse(body)
    return actions.setRotation(world, actions.findKey(world, name), periodDays)
  }),
  route('GET', `${KEY}/policy`, (world, [name]) => ({ bindings: actions.findKey(world, name).bindings })),
  route('PUT', `(?:${KEY}|${RING})/policy`, (world, [key, ring], body) =>
    actions.setPolicy(world, key ?? ring ?? '', schema.policyRequest.parse(body).bindings),
  ),
  atVersion('enable', (name) => setState(name, 'ENABLED')),
  atVersion('disable', (name) => setState(name, 'DISABLED')),
  atVersion('destroy', (name) => ['DestroyCryptoKeyVersion', { name }]),
  atVersion('restore', (name) => ['RestoreCryptoKeyVersion', { name }]),
  atVersion('primary', (version) => {
    const [name, cryptoKeyVersionId] = version.split('/cryptoKeyVersions/')
    return ['UpdateCryptoKeyPrimaryVersion', { name, cryptoKeyVersionId }]
  }),
  route('POST', `${VERSION}/state`, (world, [name, number], body) =>
    actions.forceState(world, actions.findKey(world, name), number, schema.stateRequest.parse(body).state),
  ),
]

const projects: Route[] = [
  route('GET', '/projects', (world) => ({
    projects: [...world.projects.values()].map((project) => projectView(world, project)),
  })),
  route('GET', PROJECT, (world, [id]) => ({ project: projectView(world, actions.findProject(world, id)) })),
  route('POST', `${PROJECT}/api`, async (world, [id], body) => {
    const project = actions.findProject(world, id)
    project.apiEnabled = schema.apiRequest.parse(body).enabled
    await world.store.save()
    return { project: projectView(world, project) }
  }),
  route('PUT', `${PROJECT}/policy`, (world, [id], body) =>
    actions.setProjectPolicy(
      world,
      actions.findProject(world, id),
      schema.policyRequest.parse(body).bindings,
    ),
  ),
  route('POST', `${PROJECT}/service-accounts`, (world, [id], body) =>
    actions.createAccount(world, actions.findProject(world, id), schema.serviceAccountRequest.parse(body)),
  ),
  route('POST', '/service-accounts/([^/]+)', (world, [email], body) =>
    actions.changeAccount(world, actions.findAccount(world, email), schema.changeAccountRequest.parse(body)),
  ),
  route('GET', `${PROJECT}/log`, (world, [id], query) => {
    const { after, limit } = schema.logQuery.parse(query)
    return { entries: world.log.read(actions.findProject(world, id).id, after, limit) }
  }),
]

const whole: Route[] = [
  route('GET', '/faults', (world) => ({ faults: world.faults.list() })),
  route('POST', '/faults', (world, _, body) => ({ fault: world.faults.add(faultRequest.parse(body)) })),
  route('DELETE', '/faults', (world) => ({ removed: world.faults.remove() })),
  route('DELETE', '/faults/([^/]+)', (world, [id]) => {
    const removed = world.faults.remove(id)
    if (removed === 0) throw new ControlError(404, 'NOT_FOUND', 'There is no such fault; it may be used up.')
    return { removed }
  }),
  route('GET', '/clock', (world) => ({
    offsetMs: world.clockOffsetMs,
    now: new Date(world.now()).toISOString(),
  })),
  route('POST', '/clock', (world, _, body) =>
    actions.setClock(world, schema.clockRequest.parse(body).offsetMs),
  ),
  route('GET', '/lag', (world) => ({ ms: world.lag.ms })),
  route('POST', '/lag', (world, _, body) => {
    world.lag.ms = schema.lagRequest.parse(body).ms
    if (world.lag.ms === 0) world.lag.settle()
    return { ms: world.lag.ms }
  }),
  route('POST', '/tokens', (world, _, body) => {
    world.tokens.lifetimeMs = schema.tokensRequest.parse(body).lifetimeMs
    return { lifetimeMs: world.tokens.lifetimeMs }
  }),
  route('DELETE', '/tokens', (world) => ({ revoked: world.tokens.revokeAll() })),
]

/** Every path of the control API below its mount. */
export const routes: readonly Route[] = [...projects, ...keys, ...whole]
