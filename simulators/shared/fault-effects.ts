import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import type { Fault } from './faults'
import { send } from './http'

const BAD_GATEWAY = '<!doctype html><title>Bad Gateway</title><h1>502 Bad Gateway</h1>'
const PORTAL = '<!doctype html><title>Sign in</title><h1>Sign in to this network</h1>'
const HUGE_BYTES = 50 * 2 ** 20
/** Where metadata services live: whoever follows this redirect follows any. */
const REDIRECT = 'http://169.254.169.254/latest/meta-data/'

/** Waits, or until the client is gone. */
async function pause(delayMs: number, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    await sleep(delayMs, undefined, { signal: gone.signal })
  } catch (error) {
    if (!gone.signal.aborted) throw error
  }
}

/**
 * What a fault of the way does to a request over HTTP before the cloud has a look at it.
 * @returns whether the request is dealt with; if so, no operation is to run
 */
export async function misbehave(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'slow':
      await pause(fault.delayMs ?? 0, response)
      return false
    case 'timeout':
      // Holds the line open and says nothing, until the client gives up or the simulator stops.
      return true
    case 'reset':
      resetSocket(response)
      return true
    case 'empty':
      send(response, 200, 'application/json', '')
      return true
    case 'html':
      send(response, 200, 'text/html; charset=utf-8', PORTAL)
      return true
    case 'bad-gateway':
      send(response, 502, 'text/html; charset=utf-8', BAD_GATEWAY)
      return true
    case 'redirect':
      response.setHeader('location', REDIRECT)
      send(response, 302, 'text/plain', '')
      return true
    case 'huge':
      send(response, 200, 'application/json', Buffer.alloc(HUGE_BYTES, 0x20))
      return true
    default:
      return false
  }
}

/** Under TLS there is no reset from here: the line just goes dead. */
function resetSocket({ socket }: ServerResponse): void {
  if (socket instanceof TLSSocket) socket.destroy()
  else socket?.resetAndDestroy()
}

/** Sends an answer over HTTP as far as the fault lets it: whole, in drips, or torn in the middle. */
export async function sendUnder(
  fault: Fault | null,
  response: ServerResponse,
  status: number,
  contentType: string,
  text: string,
): Promise<void> {
  if (response.destroyed) return
  if (fault?.kind === 'throttle' && fault.retryAfterS !== undefined) {
    response.setHeader('retry-after', fault.retryAfterS)
  }
  if (fault?.kind !== 'truncated' && fault?.kind !== 'slow-body') {
    send(response, status, contentType, text)
    return
  }
  // The length of the whole is announced and half of it comes; then the line goes dead, or the rest takes its time.
  const bytes = Buffer.from(text)
  const half = Math.floor(bytes.length / 2)
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length })
  if (fault.kind === 'truncated') {
    response.write(bytes.subarray(0, half), () => response.destroy())
    return
  }
  response.write(bytes.subarray(0, half))
  await pause(fault.delayMs ?? 0, response)
  if (!response.destroyed) response.end(bytes.subarray(half))
}
