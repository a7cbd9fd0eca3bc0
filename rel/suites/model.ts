import fc from 'fast-check'
import { commands, type Pair, rest } from '../keys/commands'
import { KeyWorlds } from '../keys/key-world'
import { withRepeatableJitter } from '../keys/play'
import type { Suite } from '../suite'

/** At most; sixty on the average. */
const COMMANDS_MAX = 120
const RECOVERY_TURNS = 16

export const suite: Suite = {
  about: 'two processes, one organization, commands in any order: cache and availability keep the rules',
  async run({ long, seed, report }) {
    const worlds = await KeyWorlds.open()
    let judged = 0
    let opened = 0
    const property = fc.asyncProperty(
      fc.commands(commands, { maxCommands: COMMANDS_MAX, size: 'max' }),
      async (course) => {
        const world = await worlds.make({ linked: false })
        world.startProcess()
        const pair: Pair = { world, judged: 0, opened: 0 }
        await withRepeatableJitter(async () => {
          await fc.asyncModelRun(() => ({ model: { linked: false }, real: pair }), course)
          await recover(pair)
        })
        judged += pair.judged
        opened += pair.opened
        await world.begin()
      },
    )
    try {
      const result = await fc.check(property, { seed, numRuns: long ? 2_000 : 200 })
      report.pass(result.numRuns - (result.failed ? 1 : 0))
      if (result.failed) report.fail(String(result.errorInstance), String(result.counterexample?.[0]))
      report.note(
        `${judged.toLocaleString('en')} answers judged, of which ${opened.toLocaleString('en')} let something out`,
      )
    } finally {
      await worlds.close()
    }
  },
}

/** Once the roots answer again, both processes return by themselves. */
async function recover({ world }: Pair): Promise<void> {
  for (const root of Object.values(world.roots)) root.say('OK')
  for (let turn = 0; turn < RECOVERY_TURNS; turn += 1) {
    const answers: string[] = []
    for (const process of world.processes) {
      for (const kind of ['secret', 'metadata'] as const) answers.push(await process.use('decrypt', kind))
    }
    await rest(world)
    if (answers.every((answer) => answer === 'opened')) return
    world.clock.move(60_000)
    for (const process of world.processes) await process.care()
    await rest(world)
  }
  throw new Error('not everything returned by itself')
}
