import type { ServerResponse } from 'node:http'
import { sendUnder } from '../../shared/fault-effects'
import type { Fault } from '../../shared/faults'
import type { LogEntry } from '../log'
import type { World } from '../world'

/** One HTTPS request, as far as it has been read. */
export interface WireCall {
  requestId: string
  method: string
  host: string
  url: URL
  authorization: string | undefined
  /** null when it is too long */
  body: Buffer | null
}

const CONTENT_TYPE = 'application/json; charset=utf-8'

/** Answers in JSON, or without a body, as far as a fault lets it. */
export async function reply(
  response: ServerResponse,
  status: number,
  answer: object | null,
  fault: Fault | null,
): Promise<void> {
  if (answer === null) response.writeHead(204).end()
  else await sendUnder(fault, response, status, CONTENT_TYPE, JSON.stringify(answer))
}

/** Writes a call into the log of its owner: a vault, or a directory. */
export function record(world: World, owner: string, entry: Omit<LogEntry, 'sequence' | 'time'>): void {
  world.log.append([owner], (sequence) => ({ sequence, time: world.clock.iso(), ...entry }))
  world.store.saveSoon()
}
