import dns from 'node:dns'
import net from 'node:net'

/** Where this process went while it was watched. */
export interface Trip {
  kind: 'lookup' | 'connection'
  host: string
  /** null for a lookup */
  port: number | null
}

type Connect = typeof net.Socket.prototype.connect
type Target = { host?: string; port?: number; path?: string; lookup?: unknown }

/**
 * Watches every name that is looked up and every connection that is begun in this process, and leads all of them to a
 * trap on this machine. So nothing leaves it, and what would have left is known.
 */
export class Recorder {
  readonly trips: Trip[] = []
  /** Every host that was ever asked for. */
  readonly seen = new Set<string>()
  readonly #trapPort: number
  readonly #connect = net.Socket.prototype.connect
  readonly #lookup = dns.lookup
  readonly #promised = dns.promises.lookup
  readonly #resolveTxt = dns.promises.resolveTxt
  /** What every name is told to be, at the first lookup, the second, and so on. */
  addresses: string[] = ['192.0.2.1']

  constructor(trapPort: number) {
    this.#trapPort = trapPort
  }

  open(): void {
    const { trips } = this
    const nextAddress = () => this.#nextAddress()
    const trapPort = this.#trapPort
    const connect = this.#connect
    net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
      // Node itself passes its own normalized list of arguments.
      const [first, ...rest] = Array.isArray(given[0]) ? given[0] : given
      const target: Target = typeof first === 'object' && first !== null ? first : { port: Number(first) }
      if (target.path) return Reflect.apply(connect, this, given)
      trips.push({ kind: 'connection', host: target.host ?? 'localhost', port: Number(target.port) })
      const { lookup: _, ...others } = target
      const done = rest.find((one) => typeof one === 'function')
      const led = { ...others, host: '127.0.0.1', port: trapPort }
      return Reflect.apply(connect, this, done ? [led, done] : [led])
    } as Connect
    dns.lookup = ((name: string, options: unknown, done: unknown) => {
      trips.push({ kind: 'lookup', host: name, port: null })
      const answer = (done ?? options) as (error: null, address: unknown, family?: number) => void
      const address = nextAddress()
      const all = typeof options === 'object' && options !== null && 'all' in options && options.all
      setImmediate(() => (all ? answer(null, [{ address, family: 4 }]) : answer(null, address, 4)))
    }) as typeof dns.lookup
    dns.promises.lookup = (async (name: string) => {
      trips.push({ kind: 'lookup', host: name, port: null })
      return [{ address: nextAddress(), family: 4 }]
    }) as unknown as typeof dns.promises.lookup
    dns.promises.resolveTxt = async () => []
  }

  close(): void {
    net.Socket.prototype.connect = this.#connect
    dns.lookup = this.#lookup
    dns.promises.lookup = this.#promised
    dns.promises.resolveTxt = this.#resolveTxt
  }

  /** Those since the last time. */
  take(): Trip[] {
    for (const { host } of this.trips) this.seen.add(host)
    return this.trips.splice(0)
  }

  #nextAddress(): string {
    const [address = '192.0.2.1', ...rest] = this.addresses
    if (rest.length > 0) this.addresses = rest
    return address
  }
}
