import type { Random } from './random'
import type { Report } from './report'

/** One way of attacking the product: a file `suites/<name>.ts` that is named in `registry.ts`. */
export interface Suite {
  /** What is tried, in a sentence. */
  about: string
  run(run: Run): void | Promise<void>
}

/** What a suite works with. The same seed and form make the same tries. */
export interface Run {
  /** The long form: the same kinds of tries, more of them. */
  long: boolean
  /** For tools that draw for themselves, fast-check for one. */
  seed: number
  random: Random
  report: Report
}
