import { randomUUID } from 'node:crypto'
import { z } from 'zod'

const target = {
  project: z.string().optional(),
  /** A key's full name. */
  key: z.string().optional(),
  /** Such as `Decrypt`, or `GenerateAccessToken`. */
  operation: z.string().optional(),
  /** After so many requests the fault is over; without it, it stays until removed. */
  count: z.int().min(1).optional(),
}
export const faultRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slow'), delayMs: z.int().min(0).max(600_000), ...target }),
  /** Flips one bit of the answer's bytes; `mended`: with a checksum that fits all the same. */
  z.strictObject({ kind: z.literal('bit-flip'), mended: z.boolean().default(false), ...target }),
  z.strictObject({
    kind: z.enum([
      'timeout',
      'reset',
      'truncated',
      'internal',
      'unavailable',
      'throttle',
      'deny',
      'wrong-answer',
      'unverified',
    ]),
    ...target,
  }),
])
export type FaultRequest = z.infer<typeof faultRequest>

/** A fault that is set; `hits` is how many requests it has struck. */
export type Fault = FaultRequest & { id: string; hits: number }

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

  remove(id?: string): number {
    const before = this.#faults.length
    this.#faults = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id)
    return before - this.#faults.length
  }

  /** The first fault that strikes this request; counts it, and drops it when its count is used up. */
  strike(operation: string, resource: string): Fault | null {
    const fault = this.#faults.find((candidate) => strikes(candidate, operation, resource))
    if (!fault) return null
    fault.hits += 1
    if (fault.count !== undefined && fault.hits >= fault.count) this.remove(fault.id)
    return fault
  }
}

function strikes(fault: Fault, operation: string, resource: string): boolean {
  const below = (name: string | undefined) =>
    name === undefined || resource === name || resource.startsWith(`${name}/`)
  return (
    (fault.operation === undefined || fault.operation === operation) &&
    below(fault.key) &&
    below(fault.project === undefined ? undefined : `projects/${fault.project}`)
  )
}
