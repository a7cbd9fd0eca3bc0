import { randomUUID } from 'node:crypto'
import type { FaultRequest } from './control/schema'

/** A fault that is set; `hits` is how many requests it has struck. */
export type Fault = FaultRequest & { id: string; hits: number }

/** What a request is about, as far as faults are limited to it. */
export interface FaultTarget {
  operation: string
  /** Owners of the keys named; the caller's account when it names none. */
  accountIds: readonly string[]
  /** Ids and ARNs of the keys named. */
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
