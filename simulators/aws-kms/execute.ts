import { keyArn } from './arns'
import { Call, type Caller } from './call'
import { KmsError } from './errors'
import type { Key } from './keys'
import { operations } from './operations'
import { record } from './record'
import type { World } from './world'

export interface Invocation {
  caller: Caller
  region: string
  /** The operation's name, such as `Decrypt`. */
  operation: string
  /** The request's body, not yet validated. */
  body: unknown
  requestId: string
}

/** A fault of KMS's own making: the call fails so, and the log has it with the keys it was about. */
export interface Injected {
  error: KmsError
  keys: readonly Key[]
}

/**
 * Runs an operation, writes it into the call logs and puts what it changed on the disk before it returns.
 * Both the wire and the control API go through here, so that either shows in the log.
 * @throws KmsError the answer when it is not a success
 */
export async function execute(world: World, invocation: Invocation, injected?: Injected): Promise<object> {
  const operation = operations.get(invocation.operation)
  if (!operation) {
    throw new KmsError(
      'UnknownOperationException',
      `This simulator has no operation ${invocation.operation}.`,
    )
  }
  world.sweep()
  const call = new Call(world, invocation.caller, invocation.region, invocation.operation)
  try {
    if (injected) {
      for (const key of injected.keys) call.touched.add(key)
      throw injected.error
    }
    const answer = operation.run(call, invocation.body)
    note(call, invocation.requestId, null)
    if (!operation.readOnly) await world.store.save()
    return answer
  } catch (error) {
    if (error instanceof KmsError) note(call, invocation.requestId, error)
    throw error
  } finally {
    world.store.saveSoon()
  }
}

function note(call: Call, requestId: string, error: KmsError | null): void {
  const keys = [...call.touched]
  const entry = {
    eventName: call.operation,
    eventSource: 'kms.amazonaws.com' as const,
    awsRegion: call.region,
    resources: keys.map(keyArn),
    encryptionContext: call.encryptionContext === null ? null : { ...call.encryptionContext },
    requestId,
  }
  const owners = keys.map((key) => key.accountId)
  record(call.world, call.caller, entry, owners, error)
}
