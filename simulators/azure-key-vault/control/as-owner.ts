import { randomUUID } from 'node:crypto'
import { VaultError } from '../errors'
import { operations } from '../operations'
import { Context, OWNER } from '../operations/context'
import { hostOf, type Vault } from '../state'
import { record } from '../wire/call'
import type { World } from '../world'

/**
 * Runs an operation as the vault's owner at their own console: no rule binds them, states do, and the log has it.
 * @throws VaultError
 */
export async function asOwner(
  world: World,
  vault: Vault,
  operationName: string,
  parameters: string[],
  body: unknown = {},
): Promise<void> {
  const operation = operations.find(({ name }) => name === operationName)
  if (operation === undefined) throw new TypeError(`no operation ${operationName}`)
  const context = new Context(world, vault, { appid: OWNER }, new URLSearchParams(), body)
  const key = `https://${hostOf(vault)}/keys/${parameters[0]?.toLowerCase()}`
  const note = (httpStatusCode: number, error: VaultError | null) =>
    record(world, vault.name, {
      operationName,
      key,
      appId: null,
      httpStatusCode,
      errorCode: error === null ? null : (error.innerCode ?? error.code),
      errorMessage: error?.message ?? null,
      requestId: randomUUID(),
    })
  try {
    await operation.run(context, parameters)
    note(200, null)
    await world.store.save()
  } catch (error) {
    if (error instanceof VaultError) note(error.status, error)
    throw error
  }
}
