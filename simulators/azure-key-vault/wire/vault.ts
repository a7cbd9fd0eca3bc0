import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { misbehave } from '../../shared/fault-effects'
import { badParameter, VaultError } from '../errors'
import { type Operation, operations } from '../operations'
import { Context } from '../operations/context'
import { hostOf, type Vault } from '../state'
import type { World } from '../world'
import { authenticate } from './authenticate'
import { record, reply, type WireCall } from './call'
import { spoilt, vaultFault } from './faults'

/** Answers a request to a vault. Each that gets as far stands in the vault's log, the asking for a challenge too. */
export async function answerVault(
  world: World,
  vault: Vault,
  call: WireCall,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('x-ms-keyvault-region', vault.region)
  const found = find(call)
  const key = found?.name === undefined ? null : `https://${hostOf(vault)}/keys/${found.name.toLowerCase()}`
  const operationName = found?.operation.name ?? 'Unknown'
  const fault = world.faults.strike({
    operation: operationName,
    accountIds: [vault.name, vault.tenantId],
    keys: key === null ? [] : [key],
  })
  if (fault && (await misbehave(fault, response))) return
  let appId: string | null = null
  const note = (httpStatusCode: number, error: VaultError | null) => {
    const errorCode = error === null ? null : (error.innerCode ?? error.code)
    const failure = { errorCode, errorMessage: error?.message ?? null, requestId: call.requestId }
    record(world, vault.name, { operationName, key, appId, httpStatusCode, ...failure })
  }
  try {
    const caller = authenticate(world, vault, call.authorization)
    appId = caller.appid
    const injected = vaultFault(fault)
    if (injected !== null) throw injected
    const context = new Context(world, vault, caller, call.url.searchParams, bodyOf(call))
    const answer = await run(context, found)
    note(answer === null ? 204 : 200, null)
    await reply(response, 200, spoilt(answer, fault), fault)
  } catch (error) {
    const problem = problemOf(error)
    if (problem === null) throw error
    note(problem.status, problem)
    for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value)
    await reply(response, problem.status, problem.body(), fault)
  }
}

interface Found {
  operation: Operation
  name: string | undefined
  parameters: string[]
}

function find({ method, url }: WireCall): Found | null {
  const path = url.pathname.replace(/(?<=.)\/$/, '')
  for (const operation of operations) {
    const match = operation.method === method ? operation.path.exec(path) : null
    if (match !== null) return { operation, name: match[1], parameters: match.slice(1) }
  }
  return null
}

async function run(context: Context, found: Found | null): Promise<object | null> {
  if (found === null) throw new VaultError(404, 'NotFound', 'There is nothing at this address.')
  if (!/^(7\.\d|20\d\d-\d\d-\d\d)/.test(context.query.get('api-version') ?? '')) {
    throw badParameter('api-version must be specified')
  }
  const answer = await found.operation.run(context, found.parameters)
  if (found.operation.changes) await context.world.store.save()
  return answer
}

function bodyOf({ body }: WireCall): unknown {
  if (body === null) throw new VaultError(413, 'RequestEntityTooLarge', 'The request is too large.')
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw badParameter('The request body is not valid JSON.')
  }
}

function problemOf(error: unknown): VaultError | null {
  if (error instanceof VaultError) return error
  if (!(error instanceof z.ZodError)) return null
  const [issue] = error.issues
  return badParameter(`Property ${issue?.path.join('.')} has invalid value: ${issue?.message}`)
}
