import { randomUUID } from 'node:crypto'
import { z } from 'zod'

/** Every kind of fault that some simulator has; each offers those that its protocol can show. */
export const FAULT_KINDS = [
  // of the way to the cloud
  'timeout',
  'slow',
  'slow-body',
  'reset',
  'truncated',
  'empty',
  'html',
  'bad-gateway',
  'redirect',
  'huge',
  // of the cloud itself
  'http500',
  'unavailable',
  'throttle',
  'deny',
  // of a cloud that lies
  'wrong-key',
  'wrong-answer',
  'wrong-length',
  'bit-flip',
  'bit-flip-checksummed',
  'unverified',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

const NEED_DELAY: readonly FaultKind[] = ['slow', 'slow-body']

/** What the control API takes for a fault, where `kinds` are those that the simulator has. */
export const faultRequestOf = (kinds: readonly [FaultKind, ...FaultKind[]]) =>
  z
    .strictObject({
      kind: z.enum(kinds),
      /** Whose keys: the account, vault or project that owns the key asked for. */
      account: z.string().optional(),
      /** A key's id or full name. */
      key: z.string().optional(),
      /** Such as `Decrypt`. */
      operation: z.string().optional(),
      /** After so many requests the fault is over; without it, it stays until removed. */
      count: z.int().min(1).optional(),
      /** For `slow` the time before the answer, for `slow-body` the time that the answer takes to arrive. */
      delayMs: z.int().min(0).max(600_000).optional(),
      /** For `throttle`: the seconds of a Retry-After header. */
      retryAfterS: z.int().min(0).max(3_600).optional(),
    })
    .refine(({ kind, delayMs }) => NEED_DELAY.includes(kind) === (delayMs !== undefined), {
      path: ['delayMs'],
      error: 'belongs to slow and slow-body, and has to be there',
    })
    .refine(({ kind, retryAfterS }) => kind === 'throttle' || retryAfterS === undefined, {
      path: ['retryAfterS'],
      error: 'belongs to throttle',
    })

export type FaultRequest = z.output<ReturnType<typeof faultRequestOf>>

/** A fault that is set; `hits` is how many requests it has struck. */
export type Fault = FaultRequest & { id: string; hits: number }

/** What a request is about, as far as faults are limited to it. */
export interface FaultTarget {
  operation: string
  /** Owners of the keys named; the caller's account when it names none. */
  accountIds: readonly string[]
  /** Ids and full names of the keys named. */
  keys: readonly string[]
}

/** The faults that are set, in the order in which they were. */
export class FaultBook {
  #faults: Fault[] = []

  add(request: FaultRequest): Fault {
    const fault = { ...request, id: randomUUID(), hits: 0 }
    this.#faults.push(fault)
    return fault
  }

  list(): Fault[] {
    return this.#faults
  }

  /** Removes one fault, or all of them; returns how many. */
  remove(id?: string): number {
    const before = this.#faults.length
    this.#faults = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id)
    return before - this.#faults.length
  }

  /** The first fault that strikes this request; counts it, and drops it when its count is used up. */
  strike(target: FaultTarget): Fault | null {
    const fault = this.#faults.find((candidate) => strikes(candidate, target))
    if (!fault) return null
    fault.hits += 1
    if (fault.count !== undefined && fault.hits >= fault.count) this.remove(fault.id)
    return fault
  }
}

function strikes(fault: Fault, target: FaultTarget): boolean {
  return (
    (fault.account === undefined || target.accountIds.includes(fault.account)) &&
    (fault.key === undefined || target.keys.includes(fault.key)) &&
    (fault.operation === undefined || fault.operation === target.operation)
  )
}
