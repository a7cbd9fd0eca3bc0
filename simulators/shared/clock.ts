/** A simulator's clock: keys age by it, while signatures, tokens and connections go by the real time. */
export class Clock {
  constructor(
    private readonly realNow: () => number = Date.now,
    /** How far it is ahead of the real time. */
    public offsetMs = 0,
  ) {}

  /** Milliseconds since the epoch. */
  now(): number {
    return this.realNow() + this.offsetMs
  }

  iso(): string {
    return new Date(this.now()).toISOString()
  }
}
