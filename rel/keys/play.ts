import fc from 'fast-check'
import type { Run } from '../suite'
import { KeyWorlds } from './key-world'
import { Scenario } from './scenario'
import type { Step } from './steps'

/**
 * Plays the examples and so many scenarios in one world, each from its beginning; the first that goes wrong is made as
 * short as can be.
 */
export async function play(
  { scenarios, examples }: { scenarios: fc.Arbitrary<Step[]>; examples: Step[][] },
  count: number,
  { seed, report }: Run,
): Promise<void> {
  const worlds = await KeyWorlds.open()
  const world = await worlds.make({ linked: true })
  let judged = 0
  let opened = 0
  const property = fc.asyncProperty(scenarios, async (steps) => {
    await world.begin()
    const scenario = new Scenario(world)
    await withRepeatableJitter(() => scenario.run(steps))
    judged += scenario.judged
    opened += scenario.opened
  })
  try {
    const result = await fc.check(property, {
      seed,
      numRuns: count + examples.length,
      examples: examples.map((steps) => [steps]),
    })
    report.pass(result.numRuns - (result.failed ? 1 : 0))
    if (result.failed) report.fail(String(result.errorInstance), result.counterexample?.[0])
    report.note(
      `${judged.toLocaleString('en')} answers judged, of which ${opened.toLocaleString('en')} let something out`,
    )
  } finally {
    await worlds.close()
  }
}

/** The spread of proofs in time must not differ when a scenario is played again. */
export async function withRepeatableJitter(work: () => Promise<void>): Promise<void> {
  const { random } = Math
  let drawn = 0
  Math.random = () => {
    drawn += 1
    return (drawn * 0.618_033_988_749_895) % 1
  }
  try {
    await work()
  } finally {
    Math.random = random
  }
}
