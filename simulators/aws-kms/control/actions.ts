import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { CodedError } from '../../shared/errors'
import { aliasArn, keyArn, rootArn } from '../arns'
import { execute } from '../execute'
import type { Key, KeyState } from '../keys'
import type { Account } from '../seed'
import type { World } from '../world'
import type { createKeyRequest, replicateRequest } from './schema'
import { keyView } from './view'

/** @throws CodedError 404 */
export function findAccount(world: World, id: string | undefined): Account {
  const account = world.accounts.get(id ?? '')
  if (!account) throw new CodedError(404, 'ACCOUNT_NOT_FOUND', 'There is no such account here.')
  return account
}

/** The key of `[account id, region, key id]`. @throws CodedError 404, also for a key of another account */
export function findKey(world: World, [accountId, region = '', keyId = '']: string[]): Key {
  const key = world.find(region, keyId)
  if (!key || key.accountId !== findAccount(world, accountId).id) {
    throw new CodedError(404, 'KEY_NOT_FOUND', 'There is no such key in this account.')
  }
  return key
}

/** Runs an operation as the account's console: policies don't bind it, states do, and the log has it. */
function asConsole(world: World, accountId: string, region: string, operation: string, body: object) {
  const caller = { arn: rootArn(accountId), accountId, policy: null }
  return execute(world, { caller, region, operation, body, requestId: randomUUID() })
}

/** Runs an operation on one key and answers the key as it is afterwards. */
export async function operate(world: World, parameters: string[], operation: string, input: object = {}) {
  const key = findKey(world, parameters)
  await asConsole(world, key.accountId, key.region, operation, { KeyId: keyArn(key), ...input })
  return { key: keyView(world, key) }
}

const created = z.object({ KeyMetadata: z.object({ KeyId: z.string() }) })

/** Makes a replica of a multi-region key in another region, with a policy of its own. */
export async function replicate(
  world: World,
  parameters: string[],
  { region, ...request }: z.output<typeof replicateRequest>,
) {
  const { policy: Policy, description: Description } = request
  await operate(world, parameters, 'ReplicateKey', { ReplicaRegion: region, Policy, Description })
  const [accountId = '', , keyId = ''] = parameters
  return { key: keyView(world, findKey(world, [accountId, region, keyId])) }
}

/** Creates a key, and an alias for it when one is asked for. @throws CodedError 409 for a taken alias */
export async function createKey(world: World, accountId: string, request: z.output<typeof createKeyRequest>) {
  const { region, description, spec, usage, policy, alias, multiRegion } = request
  if (alias !== undefined && world.aliases.has(aliasArn(region, accountId, alias))) {
    throw new CodedError(409, 'ALIAS_EXISTS', `There is an alias ${alias} in ${region} already.`)
  }
  const kind = { KeySpec: spec, KeyUsage: usage, MultiRegion: multiRegion }
  const input = { Description: description, ...kind, Policy: policy }
  const answer = created.parse(await asConsole(world, accountId, region, 'CreateKey', input))
  const { KeyId } = answer.KeyMetadata
  if (alias !== undefined) {
    await asConsole(world, accountId, region, 'CreateAlias', { AliasName: alias, TargetKeyId: KeyId })
  }
  return { key: keyView(world, findKey(world, [accountId, region, KeyId])) }
}

/** Puts a key into a state by force, as an import or a key store of the cloud would. */
export async function changeState(world: World, parameters: string[], state: KeyState) {
  const key = findKey(world, parameters)
  world.change(key, () => {
    key.state = state
    key.deletionAt = null
  })
  await world.store.save()
  return { key: keyView(world, key) }
}
