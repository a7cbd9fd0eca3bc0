import { randomUUID } from 'node:crypto'
import { Call } from './call'
import type { Caller } from './caller'
import { StatusError, unimplemented } from './errors'
import { methods } from './methods'
import { parseName } from './names'
import type { World } from './world'

export interface Invocation {
  caller: Caller
  /** Google's name of the method, such as `Decrypt`. */
  method: string
  /** Not yet validated. */
  request: unknown
}

/**
 * Runs a method, writes it into the project's log and puts what it changed on the disk before it returns. Both the
 * wire and the control API go through here. With `injected` the call fails so instead, and the log has it.
 * @throws StatusError the answer when it is not a success
 */
export async function execute(
  world: World,
  { caller, method: name, request }: Invocation,
  injected: StatusError | null = null,
): Promise<object> {
  const method = methods.get(name)
  if (!method) throw unimplemented(`This simulator has no method ${name}.`)
  world.sweep()
  const call = new Call(world, caller, name)
  call.resource = method.names(request)
  try {
    if (injected) throw injected
    const answer = method.run(call, request)
    record(call, null)
    if (!method.readOnly) await world.store.save()
    return answer
  } catch (error) {
    if (error instanceof StatusError) record(call, error)
    throw error
  } finally {
    world.store.saveSoon()
  }
}

function record(call: Call, error: StatusError | null): void {
  const { world, caller, method, checks } = call
  const resourceName = call.resource ?? ''
  const project = call.project?.id ?? parseName(resourceName)?.project ?? ''
  if (!world.projects.has(project)) return
  world.log.append([project], (sequence) => ({
    sequence,
    time: world.clock.iso(),
    methodName: method,
    serviceName: 'cloudkms.googleapis.com',
    principalEmail: caller.email,
    delegatedBy: caller.delegate,
    resourceName,
    authorizationInfo: checks,
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
    requestId: randomUUID(),
  }))
}
