import type { z } from 'zod'
import { CodedError } from '../../shared/errors'
import { execute } from '../execute'
import type { Key, VersionState } from '../keys'
import { parseName } from '../names'
import type { Project, ServiceAccount } from '../principals'
import type { World } from '../world'
import type * as schema from './schema'
import { keyView, projectView } from './view'

const DAY_MS = 86_400_000
const seconds = (ms: number) => ({ seconds: Math.floor(ms / 1000), nanos: 0 })

/** @throws CodedError 404 */
export function findProject(world: World, id: string | undefined): Project {
  const project = world.projects.get(id ?? '')
  if (!project) throw new CodedError(404, 'PROJECT_NOT_FOUND', 'There is no such project here.')
  return project
}

/** @throws CodedError 404 */
export function findKey(world: World, name: string | undefined): Key {
  const key = world.keys.get(name ?? '')
  if (!key) throw new CodedError(404, 'KEY_NOT_FOUND', 'There is no such key here.')
  return key
}

/** @throws CodedError 404 */
export function findAccount(world: World, email: string | undefined): ServiceAccount {
  const found = world.serviceAccount(email ?? '')
  if (!found) throw new CodedError(404, 'SERVICE_ACCOUNT_NOT_FOUND', 'There is no such service account here.')
  return found.account
}

/** Runs a method as the project's console: its policies don't bind it, states do, and the log has it. */
function asConsole(world: World, project: Project, method: string, request: object): Promise<object> {
  return execute(world, { caller: world.consoleOf(project), method, request })
}

/** Runs a method on a key or a version of it, and answers the key as it is afterwards. */
export async function operate(world: World, key: Key, method: string, request: object) {
  const project = findProject(world, parseName(key.name)?.project)
  await asConsole(world, project, method, request)
  return { key: keyView(key) }
}

/** Creates a key with its policy, and its ring if there is none. */
export async function createKey(
  world: World,
  project: Project,
  request: z.output<typeof schema.createKeyRequest>,
) {
  const { location, keyRing, key: id, purpose, protectionLevel, rotationPeriodDays, bindings } = request
  const parent = `projects/${project.id}/locations/${location}`
  const ring = `${parent}/keyRings/${keyRing}`
  if (!world.rings.has(ring)) await asConsole(world, project, 'CreateKeyRing', { parent, keyRingId: keyRing })
  const rotation = rotationPeriodDays === undefined ? {} : rotationOf(world, rotationPeriodDays)
  await asConsole(world, project, 'CreateCryptoKey', {
    parent: ring,
    cryptoKeyId: id,
    skipInitialVersionCreation: !request.withVersion,
    cryptoKey: {
      purpose,
      versionTemplate: { algorithm: 'CRYPTO_KEY_VERSION_ALGORITHM_UNSPECIFIED', protectionLevel },
      destroyScheduledDuration: seconds(request.destroyScheduledDays * DAY_MS),
      ...rotation,
    },
  })
  const key = findKey(world, `${ring}/cryptoKeys/${id}`)
  world.policies.check(bindings, (member) => world.memberExists(member))
  // A policy that comes with the key has no former one that could still be seen.
  key.bindings = bindings
  await world.store.save()
  return { key: keyView(key) }
}

const rotationOf = (world: World, days: number) => ({
  rotationPeriod: seconds(days * DAY_MS),
  nextRotationTime: seconds(world.clock.now() + days * DAY_MS),
})

/** Sets automatic rotation every so many days from now on, or ends it. */
export function setRotation(world: World, key: Key, days: number | null) {
  const rotation = days === null ? {} : rotationOf(world, days)
  return operate(world, key, 'UpdateCryptoKey', {
    cryptoKey: { name: key.name, ...rotation },
    updateMask: { paths: ['rotation_period', 'next_rotation_time'] },
  })
}

/** Adds a version and makes it the primary one, if asked to. */
export async function createVersion(world: World, key: Key, primary: boolean) {
  const answer = await operate(world, key, 'CreateCryptoKeyVersion', { parent: key.name })
  if (!primary) return answer
  const cryptoKeyVersionId = String(key.versions.length)
  return await operate(world, key, 'UpdateCryptoKeyPrimaryVersion', { name: key.name, cryptoKeyVersionId })
}

const policyOf = (resource: string, bindings: Key['bindings']) => ({
  resource,
  policy: { bindings, etag: new Uint8Array() },
})

/** Sets the policy of a key or a key ring. */
export async function setPolicy(world: World, resource: string, bindings: Key['bindings']) {
  const project = findProject(world, parseName(resource)?.project)
  await asConsole(world, project, 'SetIamPolicy', policyOf(resource, bindings))
  return { bindings }
}

interface Grant {
  role: string
  member: string
}

/** Adds a role for a member to a key's policy; nothing changes when they have it already. */
export function grant(world: World, key: Key, { role, member }: Grant) {
  const known = key.bindings.find((binding) => binding.role === role)
  const members = [...new Set([...(known?.members ?? []), member])]
  const others = key.bindings.filter((binding) => binding !== known)
  return setPolicy(world, key.name, [...others, { role, members }])
}

/** Takes a role from a member. */
export function withdraw(world: World, key: Key, { role, member }: Grant) {
  const bindings = key.bindings.map((binding) =>
    binding.role === role ? { role, members: binding.members.filter((other) => other !== member) } : binding,
  )
  return setPolicy(world, key.name, bindings)
}

/** Switches the Cloud KMS API of a project on or off. */
export async function setApi(world: World, project: Project, enabled: boolean) {
  project.apiEnabled = enabled
  await world.store.save()
  return { project: projectView(world, project) }
}

/** Sets a project's own policy, which no method here does. */
export async function setProjectPolicy(world: World, project: Project, bindings: Key['bindings']) {
  world.setPolicy(`projects/${project.id}`, project, bindings)
  await world.store.save()
  return { bindings: project.bindings }
}

/** Puts a version into a state by force, as an import or a failure in the cloud would. */
export async function forceState(world: World, key: Key, number: string | undefined, state: VersionState) {
  const version = key.versions.find((candidate) => String(candidate.number) === number)
  if (!version) throw new CodedError(404, 'VERSION_NOT_FOUND', 'There is no such version of the key.')
  version.state = state
  version.destroyAt = null
  await world.store.save()
  return { key: keyView(key) }
}

/** @throws CodedError 409 for an account that is there */
export async function createAccount(
  world: World,
  project: Project,
  { id, name, bindings }: z.output<typeof schema.serviceAccountRequest>,
) {
  const email = `${id}@${project.id}.iam.gserviceaccount.com`
  if (world.serviceAccount(email)) {
    throw new CodedError(409, 'SERVICE_ACCOUNT_EXISTS', `There is a service account ${email} already.`)
  }
  const account = { email, name, disabled: false, bindings }
  world.policies.check(bindings, (member) => world.memberExists(member))
  project.serviceAccounts.push(account)
  await world.store.save()
  return { serviceAccount: account }
}

export async function changeAccount(
  world: World,
  account: ServiceAccount,
  { disabled, bindings }: z.output<typeof schema.changeAccountRequest>,
) {
  if (bindings) world.setPolicy(`serviceAccounts/${account.email}`, account, bindings)
  if (disabled !== undefined) account.disabled = disabled
  await world.store.save()
  return { serviceAccount: account }
}
