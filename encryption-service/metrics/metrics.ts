import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** From a hit in memory to a call that ran into its time limit. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/**
 * What this process tells Prometheus. Labels come from fixed lists: no id of an organization, token or key, and no
 * address as a caller typed it, ever becomes one.
 */
export class Metrics {
  readonly registry = new Registry()
  readonly #registers = [this.registry]

  readonly requests = new Counter({
    name: 'latchkey_http_requests_total',
    help: 'Requests answered, by route, status and the code of the problem, if any',
    labelNames: ['route', 'method', 'status', 'code'] as const,
    registers: this.#registers,
  })
  readonly requestSeconds = new Histogram({
    name: 'latchkey_http_request_seconds',
    help: 'How long answers took',
    labelNames: ['route'] as const,
    buckets: SECONDS,
    registers: this.#registers,
  })
  readonly items = new Counter({
    name: 'latchkey_items_total',
    help: 'Values and objects encrypted and decrypted, each by its own outcome: ok, or the code of what went wrong',
    labelNames: ['operation', 'outcome'] as const,
    registers: this.#registers,
  })
  readonly kmsCalls = new Counter({
    name: 'latchkey_kms_calls_total',
    help: 'Calls to key management services, by the class of their answer',
    labelNames: ['provider', 'operation', 'outcome'] as const,
    registers: this.#registers,
  })
  readonly kmsSeconds = new Histogram({
    name: 'latchkey_kms_call_seconds',
    help: 'How long calls to key management services took',
    labelNames: ['provider', 'operation'] as const,
    buckets: SECONDS,
    registers: this.#registers,
  })

  /** Of Node.js itself: memory, event loop, garbage collection. */
  collectOfProcess(): void {
    collectDefaultMetrics({ register: this.registry })
  }

  /** A figure that is read when it is asked for. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: this.#registers,
      collect() {
        this.set(read())
      },
    })
  }

  /** Figures of one kind that are read together when they are asked for; each list of labels is told whole. */
  gauges<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    read: () => Promise<{ labels: Record<L, string>; value: number }[]>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: this.#registers,
      async collect() {
        const found = await read()
        this.reset()
        for (const { labels, value } of found) this.set(labels, value)
      },
    })
  }
}
