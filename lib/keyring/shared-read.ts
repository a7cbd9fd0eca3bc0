/** Reads something for all who ask at the same time: one read at a time, and none older than was asked for. */
export class SharedRead<T> {
  #latest: T | null = null
  #running: Promise<T> | null = null
  #next: Promise<T> | null = null

  constructor(private readonly read: () => Promise<T>) {}

  /** What was read last, without reading; null as long as nothing was. */
  get latest(): T | null {
    return this.#latest
  }

  /** What was read last; reads only when nothing was. */
  async any(): Promise<T> {
    return this.#latest ?? this.#running ?? this.#start()
  }

  /** Something that was read from now on: a read that runs already may have begun too early. */
  fresh(): Promise<T> {
    if (this.#next) return this.#next
    if (!this.#running) return this.#start()
    const ended = this.#running.catch(() => undefined)
    this.#next = ended.then(() => this.#start())
    return this.#next
  }

  #start(): Promise<T> {
    this.#next = null
    const running = this.#readNow().finally(() => {
      this.#running = null
    })
    this.#running = running
    return running
  }

  async #readNow(): Promise<T> {
    this.#latest = await this.read()
    return this.#latest
  }
}
