import { inspect } from 'node:util'

/** The first failures are shown; the rest are counted. */
const SHOWN_FAILURES = 5

/** What a suite has tried so far, and what came of it. */
export class Report {
  readonly suite: string
  readonly seed: number
  #tries = 0
  #failed = 0
  #skipped = 0
  readonly #failures: string[] = []
  readonly #notes: string[] = []

  constructor(suite: string, seed: number) {
    this.suite = suite
    this.seed = seed
  }

  /** Counts one try. `input` is the smallest one known to fail, bytes or anything that can be shown. */
  check(ok: boolean, what: string, input?: unknown): void {
    if (ok) this.pass()
    else this.fail(what, input)
  }

  /** Counts tries that went as they must. */
  pass(count = 1): void {
    this.#tries += count
  }

  /** Counts a try that went wrong. */
  fail(what: string, input?: unknown): void {
    this.#tries++
    this.#failed++
    if (this.#failures.length < SHOWN_FAILURES) {
      this.#failures.push(input === undefined ? what : `${what}\n    input: ${show(input)}`)
    }
  }

  /** Says that something could not be tried here. It counts as neither passed nor failed. */
  skip(why: string): void {
    this.#skipped++
    this.note(`skipped: ${why}`)
  }

  /** A line for people: a figure, a bound that was met. */
  note(text: string): void {
    this.#notes.push(text)
  }

  /** A run over nothing has found nothing out, so it counts as failed. */
  get failed(): boolean {
    return this.#failed > 0 || this.#tries === 0
  }

  get tries(): number {
    return this.#tries
  }

  /** Everything for people, a line or more each; with the seed that does it again when something failed. */
  get lines(): string[] {
    const lines = this.#notes.map((note) => `  ${note}`)
    lines.push(...this.#failures.map((failure) => `  ✖ ${failure}`))
    const hidden = this.#failed - this.#failures.length
    if (hidden > 0) lines.push(`  ✖ and ${hidden} more`)
    if (this.#tries === 0) lines.push('  ✖ nothing was tried')
    if (this.failed) lines.push(`  again: npm run rel -- ${this.suite} --seed=${this.seed}, in the same form`)
    return lines
  }

  /** The verdict as one line of JSON; the last that is printed. */
  get json(): string {
    const fail = this.#tries === 0 ? 1 : this.#failed
    const skipped = this.#skipped > 0 ? { skipped: this.#skipped } : {}
    return JSON.stringify({ suite: this.suite, seed: this.seed, n: this.#tries, fail, ...skipped })
  }
}

function show(input: unknown): string {
  if (input instanceof Uint8Array) return Buffer.from(input).toString('hex')
  return typeof input === 'string' ? input : inspect(input, { depth: 6, breakLength: 120 })
}
