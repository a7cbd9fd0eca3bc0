import { commonRoutes } from '../../shared/console/common-routes'
import { type Route, route } from '../../shared/console/route'
import { logQuery } from '../../shared/log'
import { AWS_FAULT_KINDS } from '../faults'
import type { World } from '../world'
import { changeState, createKey, findAccount, findKey, operate, replicate } from './actions'
import { changeRole, createRole, expireSessions, findRole, removeRole } from './role-actions'
import * as schema from './schema'
import { accountViews, keyView, roleView } from './view'

const ACCOUNT = '/accounts/([^/]+)'
const KEY = `${ACCOUNT}/keys/([^/]+)/([^/]+)`
const ROLE = `${ACCOUNT}/roles/([^/]+)`

const atKey = (action: string, answer: Route['answer']): Route => route('POST', `${KEY}/${action}`, answer)

const roleRoutes = (world: World): Route[] => [
  route('GET', `${ACCOUNT}/roles`, ([account]) => ({
    roles: world.rolesOf(findAccount(world, account).id).map(roleView),
  })),
  route('POST', `${ACCOUNT}/roles`, ([account], body) =>
    createRole(world, findAccount(world, account).id, schema.createRoleRequest.parse(body)),
  ),
  route('GET', ROLE, (parameters) => ({ role: roleView(findRole(world, parameters)) })),
  route('DELETE', ROLE, (parameters) => removeRole(world, findRole(world, parameters))),
  route('PUT', `${ROLE}/trust-policy`, (parameters, body) =>
    changeRole(world, findRole(world, parameters), 'trustPolicy', schema.policyRequest.parse(body).policy),
  ),
  route('PUT', `${ROLE}/policy`, (parameters, body) =>
    changeRole(world, findRole(world, parameters), 'policy', schema.policyRequest.parse(body).policy),
  ),
  route('POST', '/expire-sessions', (_, body) => {
    schema.noBody.parse(body)
    return expireSessions(world)
  }),
]

/** The control API below `/_control/aws`. */
export const routesOf = (world: World): Route[] => [
  route('GET', '/accounts', () => ({ accounts: accountViews(world) })),
  route('GET', `${ACCOUNT}/keys`, ([account]) => ({
    keys: world.keysOf(findAccount(world, account).id).map((key) => keyView(world, key)),
  })),
  route('POST', `${ACCOUNT}/keys`, ([account], body) =>
    createKey(world, findAccount(world, account).id, schema.createKeyRequest.parse(body)),
  ),
  route('GET', KEY, (parameters) => ({ key: keyView(world, findKey(world, parameters)) })),
  atKey('enable', (parameters, body) => {
    schema.noBody.parse(body)
    return operate(world, parameters, 'EnableKey')
  }),
  atKey('disable', (parameters, body) => {
    schema.noBody.parse(body)
    return operate(world, parameters, 'DisableKey')
  }),
  atKey('cancel-deletion', (parameters, body) => {
    schema.noBody.parse(body)
    return operate(world, parameters, 'CancelKeyDeletion')
  }),
  atKey('rotate', (parameters, body) => {
    schema.noBody.parse(body)
    return operate(world, parameters, 'RotateKeyOnDemand')
  }),
  atKey('schedule-deletion', (parameters, body) => {
    const { pendingWindowInDays } = schema.scheduleDeletionRequest.parse(body ?? {})
    return operate(world, parameters, 'ScheduleKeyDeletion', { PendingWindowInDays: pendingWindowInDays })
  }),
  atKey('rotation', (parameters, body) => {
    const { enabled, periodInDays } = schema.rotationRequest.parse(body)
    if (!enabled) return operate(world, parameters, 'DisableKeyRotation')
    return operate(world, parameters, 'EnableKeyRotation', { RotationPeriodInDays: periodInDays })
  }),
  atKey('state', (parameters, body) => changeState(world, parameters, schema.stateRequest.parse(body).state)),
  route('GET', `${KEY}/policy`, (parameters) => ({ policy: findKey(world, parameters).policy })),
  route('PUT', `${KEY}/policy`, (parameters, body) =>
    operate(world, parameters, 'PutKeyPolicy', { Policy: schema.policyRequest.parse(body).policy }),
  ),
  atKey('replicate', (parameters, body) => replicate(world, parameters, schema.replicateRequest.parse(body))),
  atKey('primary-region', (parameters, body) =>
    operate(world, parameters, 'UpdatePrimaryRegion', {
      PrimaryRegion: schema.primaryRequest.parse(body).region,
    }),
  ),
  ...roleRoutes(world),
  route('GET', `${ACCOUNT}/log`, ([account], query) => {
    const { after, limit } = logQuery.parse(query)
    return { entries: world.log.read(findAccount(world, account).id, after, limit) }
  }),
  ...commonRoutes({
    faults: world.faults,
    faultKinds: AWS_FAULT_KINDS,
    clock: world.clock,
    lag: world.lag,
    async clockMoved() {
      world.sweep()
      await world.store.save()
    },
  }),
]
