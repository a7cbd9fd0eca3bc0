import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { misbehave, sendUnder } from '../../shared/fault-effects'
import type { Fault } from '../../shared/faults'
import { readBody } from '../../shared/http'
import { credentialsOf } from '../credentials'
import { KmsError, validation } from '../errors'
import { injectedError } from '../faults'
import { record } from '../record'
import { roleArn } from '../roles'
import { verifySignature } from '../sigv4'
import type { World } from '../world'
import { namedRole, runSts, type StsCall } from './operations'
import { answerXml, errorXml, parseQuery, stsError } from './query'

/** Whether a request to `/` speaks the query protocol of STS rather than the JSON protocol of KMS. */
export const isStsRequest = ({ headers }: IncomingMessage): boolean =>
  (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')

/** Answers one request of the AWS query protocol: STS. */
export async function answerSts(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID()
  response.setHeader('x-amzn-requestid', requestId)
  const reply = (status: number, text: string, fault: Fault | null) =>
    sendUnder(fault, response, status, 'text/xml', text)
  let struck: Fault | null = null
  try {
    const call = await accept(world, request)
    struck = world.faults.strike(targetOf(call))
    if (struck && (await misbehave(struck, response))) return
    const result = recorded(call, requestId, struck)
    const answer = struck?.kind === 'wrong-key' ? ofAnotherRole(result) : result
    await reply(200, answerXml(call.query.Action, answer, requestId), struck)
  } catch (error) {
    if (!(error instanceof KmsError)) throw error
    const refused = stsError(error)
    await reply(refused.status, errorXml(refused, requestId), struck)
  }
}

/** The answer of an STS that lies about whose session it is. */
const ofAnotherRole = (result: ReturnType<typeof runSts>) =>
  'AssumedRoleUser' in result
    ? {
        ...result,
        AssumedRoleUser: {
          ...result.AssumedRoleUser,
          Arn: result.AssumedRoleUser.Arn.replace(/assumed-role\/[^/]+/, 'assumed-role/another'),
        },
      }
    : result

async function accept(world: World, request: IncomingMessage): Promise<StsCall> {
  const body = await readBody(request)
  if (body === null) throw validation('The request is too large.')
  const { caller, region } = verifySignature(request, body, {
    service: 'sts',
    nowMs: Date.now(),
    credentialsOf: (accessKeyId, token) => credentialsOf(world, accessKeyId, token),
  })
  return { world, caller, region, query: parseQuery(body) }
}

function targetOf({ world, caller, query }: StsCall) {
  const role = namedRole(world, query)
  return {
    operation: query.Action,
    accountIds: [role?.accountId ?? caller.accountId],
    keys: role ? [roleArn(role)] : [],
  }
}

/** Runs the operation and writes it into the logs of both accounts. */
function recorded(call: StsCall, requestId: string, struck: Fault | null) {
  const { world, caller, region, query } = call
  const role = namedRole(world, query)
  const note = (error: KmsError | null) => {
    const entry = {
      eventName: query.Action,
      eventSource: 'sts.amazonaws.com' as const,
      awsRegion: region,
      resources: role ? [roleArn(role)] : [],
      encryptionContext: null,
      requestId,
    }
    record(world, caller, entry, role ? [role.accountId] : [], error)
    world.store.saveSoon()
  }
  try {
    const error = struck && injectedError(struck, caller, `sts:${query.Action}`)
    if (error) throw error
    const result = runSts(call)
    note(null)
    return result
  } catch (error) {
    if (error instanceof KmsError) note(stsError(error))
    throw error
  }
}
