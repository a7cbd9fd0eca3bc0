import type { World } from '../world'
import { changeState, createKey, findAccount, findKey, operate, setClock } from './actions'
import { ControlError } from './errors'
import * as schema from './schema'
import { accountViews, keyView } from './view'

export interface Route {
  method: string
  path: RegExp
  answer(world: World, parameters: string[], body: unknown): object | Promise<object>
}

type Answer = Route['answer']
const ACCOUNT = '/accounts/([^/]+)'
const KEY = `${ACCOUNT}/keys/([^/]+)`

const route = (method: string, path: string, answer: Answer): Route => ({
  method,
  path: new RegExp(`^${path}$`),
  answer,
})

const atKey = (action: string, answer: Answer): Route => route('POST', `${KEY}/${action}`, answer)

/** Every path of the control API below `/_control`. */
export const routes: readonly Route[] = [
  route('GET', '/accounts', (world) => ({ accounts: accountViews(world) })),
  route('GET', `${ACCOUNT}/keys`, (world, [account]) => ({
    keys: world.keysOf(findAccount(world, account).id).map((key) => keyView(world, key)),
  })),
  route('POST', `${ACCOUNT}/keys`, (world, [account], body) =>
    createKey(world, findAccount(world, account).id, schema.createKeyRequest.parse(body)),
  ),
  route('GET', KEY, (world, parameters) => ({ key: keyView(world, findKey(world, parameters)) })),
  atKey('enable', (world, parameters, body) => {
    schema.noBody.parse(body)
    return operate(world, parameters, 'EnableKey')
  }),
  atKey('disable', (world, parameters, body) => {
    schema.noBody.parse(body)
    return operate(world, parameters, 'DisableKey')
  }),
  atKey('cancel-deletion', (world, parameters, body) => {
    schema.noBody.parse(body)
    return operate(world, parameters, 'CancelKeyDeletion')
  }),
  atKey('rotate', (world, parameters, body) => {
    schema.noBody.parse(body)
    return operate(world, parameters, 'RotateKeyOnDemand')
  }),
  atKey('schedule-deletion', (world, parameters, body) => {
    const { pendingWindowInDays } = schema.scheduleDeletionRequest.parse(body ?? {})
    return operate(world, parameters, 'ScheduleKeyDeletion', { PendingWindowInDays: pendingWindowInDays })
  }),
  atKey('rotation', (world, parameters, body) => {
    const { enabled, periodInDays } = schema.rotationRequest.parse(body)
    if (!enabled) return operate(world, parameters, 'DisableKeyRotation')
    return operate(world, parameters, 'EnableKeyRotation', { RotationPeriodInDays: periodInDays })
  }),
  atKey('state', (world, parameters, body) =>
    changeState(world, parameters, schema.stateRequest.parse(body).state),
  ),
  route('GET', `${KEY}/policy`, (world, parameters) => ({ policy: findKey(world, parameters).policy })),
  route('PUT', `${KEY}/policy`, (world, parameters, body) =>
    operate(world, parameters, 'PutKeyPolicy', { Policy: schema.policyRequest.parse(body).policy }),
  ),
  route('GET', `${ACCOUNT}/log`, (world, [account], query) => {
    const { after, limit } = schema.logQuery.parse(query)
    return { entries: world.log.read(findAccount(world, account).id, after, limit) }
  }),
  route('GET', '/faults', (world) => ({ faults: world.faults.list() })),
  route('POST', '/faults', (world, _, body) => ({
    fault: world.faults.add(schema.faultRequest.parse(body)),
  })),
  route('DELETE', '/faults', (world) => ({ removed: world.faults.remove() })),
  route('DELETE', '/faults/([^/]+)', (world, [id]) => {
    const removed = world.faults.remove(id)
    if (removed === 0) throw new ControlError(404, 'NOT_FOUND', 'There is no such fault; it may be used up.')
    return { removed }
  }),
  route('GET', '/clock', (world) => ({ offsetMs: world.clockOffsetMs, now: iso(world.now()) })),
  route('POST', '/clock', (world, _, body) => setClock(world, schema.clockRequest.parse(body).offsetMs)),
]

const iso = (ms: number) => new Date(ms).toISOString()
