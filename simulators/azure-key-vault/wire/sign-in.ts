import type { ServerResponse } from 'node:http'
import { misbehave } from '../../shared/fault-effects'
import { answerDirectory, directoryProblem } from '../directory/answer'
import { DirectoryError } from '../errors'
import type { World } from '../world'
import { record, reply, type WireCall } from './call'
import { directoryFault } from './faults'

/** Answers a request to the directory. Sign-ins stand in the log of the directory that they were for. */
export async function answerSignIn(world: World, call: WireCall, response: ServerResponse): Promise<void> {
  const operationName = call.method === 'POST' ? 'SignIn' : 'Discovery'
  const [, tenantId = ''] = call.url.pathname.toLowerCase().split('/')
  const fault = world.faults.strike({ operation: operationName, accountIds: [tenantId], keys: [] })
  if (fault && (await misbehave(fault, response))) return
  const body = call.body?.toString('utf8') ?? ''
  const appId = new URLSearchParams(body).get('client_id')
  const note = (httpStatusCode: number, error: DirectoryError | null) => {
    if (operationName !== 'SignIn') return
    const failure = { errorCode: error?.code ?? null, errorMessage: error?.message ?? null }
    const entry = { operationName, key: null, appId, httpStatusCode, ...failure, requestId: call.requestId }
    record(world, tenantId, entry)
  }
  try {
    const injected = directoryFault(fault)
    if (injected !== null) throw injected
    const { host, method, url } = call
    const answer = answerDirectory(world, { host, method, path: url.pathname, body })
    note(200, null)
    await reply(response, 200, answer, fault)
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error
    note(error.status, error)
    await reply(response, error.status, directoryProblem(error), fault)
  }
}
