import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { accessDenied, KmsError } from './errors'
import type { Invocation } from './execute'
import type { Fault } from './faults'
import { send } from './http'

const HTML = '<!doctype html><title>Bad Gateway</title><h1>502 Bad Gateway</h1>'

/** Waits, or until the client is gone. */
export async function pause(delayMs: number, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    await sleep(delayMs, undefined, { signal: gone.signal })
  } catch (error) {
    if (!gone.signal.aborted) throw error
  }
}

/** Faults of the way to KMS, in which no operation runs. Returns whether the request is dealt with. */
export function misbehave(fault: Fault, response: ServerResponse): boolean {
  if (fault.kind === 'reset') response.socket?.resetAndDestroy()
  else if (fault.kind === 'html') send(response, 502, 'text/html; charset=utf-8', HTML)
  // A timeout holds the line open and says nothing, until the client gives up or the simulator stops.
  return ['reset', 'html', 'timeout'].includes(fault.kind)
}

/** Faults that KMS itself answers with; null for the others. */
export function injectedError(fault: Fault, { caller, operation }: Invocation): KmsError | null {
  switch (fault.kind) {
    case 'http500':
      return new KmsError('KMSInternalException', 'An internal error occurred.', 500)
    case 'throttle':
      return new KmsError('ThrottlingException', 'Rate exceeded')
    case 'deny':
      return accessDenied(
        `User: ${caller.arn} is not authorized to perform: kms:${operation} with an explicit deny in a resource-based policy`,
      )
    default:
      return null
  }
}
