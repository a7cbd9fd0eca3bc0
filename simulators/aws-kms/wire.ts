import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { misbehave, sendUnder } from '../shared/fault-effects'
import type { Fault } from '../shared/faults'
import { readBody } from '../shared/http'
import { keyArn } from './arns'
import { credentialsOf } from './credentials'
import { KmsError, serialization } from './errors'
import { execute, type Invocation } from './execute'
import { injectedError } from './faults'
import { twisted } from './lies'
import { referencedKeys } from './references'
import { verifySignature } from './sigv4'
import type { World } from './world'

const TARGET = /^TrentService\.([A-Za-z]{1,64})$/
const CONTENT_TYPE = 'application/x-amz-json-1.1'

/** Answers one request of the AWS JSON 1.1 protocol (`POST /` with an `x-amz-target`). */
export async function answerWire(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID()
  response.setHeader('x-amzn-requestid', requestId)
  let struck: Fault | null = null
  try {
    const { invocation, fault } = await accept(world, request, requestId)
    struck = fault
    if (fault && (await misbehave(fault, response))) return
    const error = fault && injectedError(fault, invocation.caller, `kms:${invocation.operation}`)
    const keys = referencedKeys(world, invocation)
    const answer = await execute(world, invocation, error ? { error, keys } : undefined)
    await reply(response, 200, fault ? twisted(fault.kind, answer) : answer, fault)
  } catch (error) {
    if (!(error instanceof KmsError)) throw error
    await reply(response, error.status, { __type: error.code, message: error.message }, struck)
  }
}

async function accept(world: World, request: IncomingMessage, requestId: string) {
  const body = await readBody(request)
  if (body === null) throw new KmsError('RequestEntityTooLargeException', 'The request is too large.', 413)
  const { caller, region } = verifySignature(request, body, {
    service: 'kms',
    nowMs: Date.now(),
    credentialsOf: (accessKeyId, token) => credentialsOf(world, accessKeyId, token),
  })
  const operation = TARGET.exec(String(request.headers['x-amz-target']))?.[1]
  if (operation === undefined) throw new KmsError('UnknownOperationException', 'There is no such target.')
  const invocation = { caller, region, operation, body: parseBody(body), requestId }
  return { invocation, fault: world.faults.strike(targetOf(world, invocation)) }
}

function targetOf(world: World, invocation: Invocation) {
  const keys = referencedKeys(world, invocation)
  const owners = keys.map((key) => key.accountId)
  return {
    operation: invocation.operation,
    accountIds: owners.length > 0 ? owners : [invocation.caller.accountId],
    keys: keys.flatMap((key) => [key.id, keyArn(key)]),
  }
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw serialization('The request body is not valid JSON.')
  }
}

const reply = (response: ServerResponse, status: number, answer: object, fault: Fault | null) =>
  sendUnder(fault, response, status, CONTENT_TYPE, JSON.stringify(answer))
