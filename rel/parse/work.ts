import { seededRandom } from '../random'
import { cutsAtBorders, singleSteps } from './exhaustive'
import { type Cost, type Finding, Judge } from './judge'
import { mutated } from './mutate'
import type { Target } from './target'
import { TARGETS } from './targets'

/** Inputs for one target with fresh keys: the unit that is handed out, and that a seed repeats. */
export const BLOCK_INPUTS = 1_000

/** A reader that goes wrong this often in one piece of work has been found out. */
const MAX_FINDINGS = 20

/** What came of one piece of the work. */
export interface Outcome {
  target: string
  tries: number
  opened: number
  findings: Finding[]
  largest: Cost
  slowest: Cost
}

const WEIGHTED = TARGETS.flatMap(({ make, weight }) => Array.from({ length: weight }, () => make))

/** Every truncation, bit flip and tag length of a 1 KiB input of one target. */
export function exhaust(seed: number, index: number): Outcome {
  const random = seededRandom(seed + index)
  return judged((TARGETS[index] as (typeof TARGETS)[0]).make(random), function* ({ samples }) {
    for (const [at, sample] of samples.entries()) {
      if (at === 0) yield* singleSteps(sample, random)
      else yield* cutsAtBorders(sample)
    }
  })
}

/** One block of random inputs. */
export function fuzz(seed: number, block: number): Outcome {
  const random = seededRandom(seed ^ Math.imul(block + 1, 0x9e37_79b1))
  const make = random.pick(WEIGHTED)
  return judged(make(random), function* (target) {
    for (let i = 0; i < BLOCK_INPUTS; i++) yield mutated(target, random)
  })
}

function judged(target: Target, inputsOf: (target: Target) => Iterable<Buffer>): Outcome {
  const judge = new Judge(target)
  for (const input of inputsOf(target)) {
    judge.try(input)
    if (judge.findings.length >= MAX_FINDINGS) break
  }
  judge.finish()
  const { tries, opened, findings, largest, slowest } = judge
  return { target: target.name, tries, opened, findings, largest, slowest }
}
