import type { Store } from '@/lib/store/open'

/** A store as it is, with every query seen from outside. */
export class WatchedStore {
  /** queries that are not answered yet */
  inFlight = 0
  /** while true, the database can't be reached */
  away = false

  /** @param epochRead is told when a look at the epochs begins; what it returns, when it has ended */
  constructor(
    private readonly real: Store,
    private readonly epochRead: () => () => void,
  ) {}

  get store(): Store {
    return {
      organization: (id) => this.#scope(this.real.organization(id)),
      platform: this.#scope(this.real.platform),
      close: () => this.real.close(),
    }
  }

  #scope<S extends { db: object; transaction: (...given: never[]) => unknown }>(real: S): S {
    return new Proxy(real, {
      get: (target, key) => {
        if (key === 'db') return this.#client(target.db)
        if (key === 'transaction') return this.#method(target, target.transaction, false)
        return Reflect.get(target, key)
      },
    })
  }

  #client(real: object): object {
    return new Proxy(real, {
      get: (target, key) => {
        const value = Reflect.get(target, key) as unknown
        if (typeof key !== 'string') return value
        if (typeof value === 'function' && key.startsWith('$')) return this.#method(target, value, false)
        return typeof value === 'object' && value !== null
          ? this.#model(value, key === 'organizationEpoch')
          : value
      },
    })
  }

  #model(real: object, epochs: boolean): object {
    return new Proxy(real, {
      get: (target, key) => {
        const value = Reflect.get(target, key) as unknown
        return typeof value === 'function'
          ? this.#method(target, value, epochs && String(key).startsWith('find'))
          : value
      },
    })
  }

  #method(target: object, method: unknown, epochs: boolean) {
    return async (...given: unknown[]) => {
      const ended = epochs ? this.epochRead() : null
      const answer = await this.#seen(() =>
        Reflect.apply(method as (...given: unknown[]) => unknown, target, given),
      )
      ended?.()
      return answer
    }
  }

  async #seen(work: () => unknown): Promise<never> {
    if (this.away) throw new Error('the database is away')
    this.inFlight += 1
    try {
      return (await work()) as never
    } finally {
      this.inFlight -= 1
    }
  }
}
