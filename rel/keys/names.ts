import dns from 'node:dns'

/** What a name answers instead of an address. */
export type NameFault = 'ENOTFOUND' | 'EAI_AGAIN' | `${number}.${number}.${number}.${number}`

/** Names under fault.invalid, which lead to this machine, or to what a fault says. Others are looked up as ever. */
export class Names {
  readonly #faults = new Map<string, NameFault>()
  readonly #lookups = new Map<string, number>()
  readonly #real = dns.lookup

  /** Until `close`, this process looks names up here. */
  open(): void {
    dns.lookup = ((name: string, options: dns.LookupOptions, done: Done) => {
      if (!name.endsWith('.fault.invalid')) return this.#real(name, options, done)
      this.#lookups.set(name, this.count(name) + 1)
      const fault = this.#faults.get(name) ?? '127.0.0.1'
      const error = /^E/.test(fault) ? Object.assign(new Error(fault), { code: fault }) : null
      const address = options.all ? [{ address: fault, family: 4 }] : fault
      setImmediate(() => (error ? done(error, []) : done(null, address, 4)))
    }) as typeof dns.lookup
  }

  close(): void {
    dns.lookup = this.#real
  }

  fault(name: string, fault: NameFault): void {
    this.#faults.set(name, fault)
    this.#lookups.delete(name)
  }

  /** How often a name was looked up since its fault. */
  count(name: string): number {
    return this.#lookups.get(name) ?? 0
  }
}

type Done = (error: Error | null, address: string | dns.LookupAddress[], family?: number) => void
