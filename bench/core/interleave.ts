import { setImmediate } from 'node:timers/promises'
import { percentile } from '../statistics'

/** One operation. What it returns is thrown away, after it was awaited if it is a promise. */
export type Operation = () => unknown

/** Rates in operations per second, each the median of all rounds; `ratio` is the median of the rounds' own ratios. */
export interface Measured {
  ours: number
  peer: number
  ratio: number
}

export interface Pace {
  rounds: number
  /** how long one go at one of the two lasts at least; an operation that takes longer is done once */
  sliceMs: number
  /** goes per round: the fastest counts, since whatever disturbs only ever makes slower */
  slices: number
}

const PACE: Pace = { rounds: 9, sliceMs: 5, slices: 10 }
/** Code that runs often is only optimised after a while. */
const WARM_UP_MS = 300

/** A go at an operation: how often it is done in one, and how to do it that often. */
interface Go {
  times: number
  run: (times: number) => void | Promise<void>
}

const median = (values: number[]) => percentile(values, 50)

/**
 * Measures two operations turn by turn in this process, so that what disturbs one disturbs the other.
 * Run Node.js with `--expose-gc --no-flush-bytecode`: without the latter a collection throws optimised code away.
 */
export async function interleave(
  ours: Operation,
  peer: Operation,
  pace: Partial<Pace> = {},
): Promise<Measured> {
  const { rounds, sliceMs, slices } = { ...PACE, ...pace }
  const goes = [await calibrated(ours, sliceMs), await calibrated(peer, sliceMs)] as const
  const found: { ours: number; peer: number }[] = []
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.()
    const best = [0, 0] as [number, number]
    for (let slice = 0; slice < slices; slice++) {
      // What this process has to do beside, such as proving its keys, is done between the goes.
      await setImmediate()
      // Taking turns at going first keeps one of them from always sweeping up behind the other.
      for (const which of slice % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
        best[which] = Math.max(best[which], await rateOf(goes[which]))
      }
    }
    found.push({ ours: best[0], peer: best[1] })
  }
  return medians(found)
}

/** The medians of the rates of several rounds, and of their ratios. */
export function medians(rounds: readonly { ours: number; peer: number }[]): Measured {
  return {
    ours: median(rounds.map(({ ours }) => ours)),
    peer: median(rounds.map(({ peer }) => peer)),
    ratio: median(rounds.map(({ ours, peer }) => ours / peer)),
  }
}

/** Warms an operation up and finds how often it has to be done for a go of that length. */
async function calibrated(operation: Operation, sliceMs: number): Promise<Go> {
  const first = operation()
  const isAsync = first instanceof Promise
  if (isAsync) await first
  const go: Go = { times: 1, run: isAsync ? oneByOne(operation) : atOnce(operation) }
  for (let warmMs = 0; ; ) {
    const tookMs = (go.times / (await rateOf(go))) * 1_000
    warmMs += tookMs
    if (tookMs < sliceMs) go.times *= 2
    else if (warmMs >= WARM_UP_MS) return go
  }
}

async function rateOf({ times, run }: Go): Promise<number> {
  const startedAt = performance.now()
  await run(times)
  return (times / (performance.now() - startedAt)) * 1_000
}

const atOnce = (operation: Operation) => (times: number) => {
  for (let i = 0; i < times; i++) operation()
}

const oneByOne = (operation: Operation) => async (times: number) => {
  for (let i = 0; i < times; i++) await operation()
}
