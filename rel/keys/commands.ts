import fc from 'fast-check'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { bumpEpoch } from '@/lib/store/key-rows'
import type { RootName } from './history'
import type { DataKind, KeyProcess } from './key-process'
import type { KeyWorld } from './key-world'
import { rotateDataKey } from './rotate-data-key'
import type { Use } from './rules'
import { judgeAmong } from './rules-among'

/** What the commands have to know beforehand; the rules themselves are looked up in the history. */
export interface Model {
  linked: boolean
}

/** One organization in two processes, and how many answers were judged. */
export interface Pair {
  world: KeyWorld
  judged: number
  opened: number
}

type Command = fc.AsyncCommand<Model, Pair>

/** A command that may come at any time, or only before, or only after the link. */
function command(
  name: string,
  run: (pair: Pair, model: Model) => Promise<void>,
  when?: keyof Model | 'free',
) {
  return {
    check: ({ linked }: Readonly<Model>) => when === undefined || (when === 'linked') === linked,
    async run(model: Model, pair: Pair) {
      await run(pair, model)
      await rest(pair.world)
    },
    toString: () => name,
  } satisfies Command
}

/** Everything under way is done, and both processes see the time. */
export async function rest(world: KeyWorld): Promise<void> {
  for (const process of world.processes) await process.settle()
  for (const process of world.processes) process.look()
}

async function use(pair: Pair, process: KeyProcess, operation: 'encrypt' | 'decrypt', kind: DataKind) {
  const answered = await process.use(operation, kind)
  judge(pair, process, pair.world.sample(kind).share, answered, false)
}

function judge(pair: Pair, process: KeyProcess, share: string, answered: string, held: boolean): void {
  const { history, clock, linked } = pair.world
  const isPlatforms = share === pair.world.sample('metadata').share || !linked
  const roots: Use['roots'] = isPlatforms ? ['platform'] : ['platform', 'customer']
  const { number } = process
  const wrong = judgeAmong(history, { process: number, share, roots, now: clock.now(), answered, held })
  if (wrong !== null) throw new Error(wrong)
  pair.judged += 1
  if (answered !== 'opened') return
  pair.opened += 1
  history.push({ kind: 'opened', process: number, share, at: clock.now() })
}

const which = fc.nat({ max: 1 })
const kind = fc.constantFrom<DataKind>('secret', 'secret', 'metadata')
const SILENT: KmsOutcome[] = ['UNREACHABLE', 'THROTTLED', 'OURS']
const DENIED: KmsOutcome[] = ['DENIED', 'DISABLED', 'GONE']
const of = (pair: Pair, index: number) => {
  const process = pair.world.processes[index]
  if (!process) throw new TypeError(`there is no process ${index}`)
  return process
}

const say = (root: RootName, outcomes: KmsOutcome[], alone: boolean) =>
  fc.tuple(fc.constantFrom(...outcomes), which).map(([outcome, index]) => {
    const whom = alone ? `process ${index}` : 'everybody'
    return command(`the ${root} root says ${outcome} to ${whom}`, async (pair) => {
      pair.world.roots[root].say(outcome, alone ? of(pair, index).number : 'all')
    })
  })

const pass = (name: string, ms: fc.Arbitrary<number>) =>
  ms.map((time) => command(`${name}: ${time} ms`, async ({ world }) => world.clock.move(time)))

const everyProcess = (name: string, run: (process: KeyProcess, pair: Pair) => Promise<unknown>) =>
  which.map((index) =>
    command(`${name} in process ${index}`, async (pair) => void (await run(of(pair, index), pair))),
  )

const uses = fc
  .tuple(which, fc.constantFrom('encrypt' as const, 'decrypt' as const), kind)
  .map(([index, operation, what]) =>
    command(`${operation} ${what} in process ${index}`, (pair) =>
      use(pair, of(pair, index), operation, what),
    ),
  )

const held = everyProcess('use the key in hand', async (process, pair) => {
  const answer = process.workWithHeld()
  if (answer) judge(pair, process, answer.share, answer.answered, true)
})

/** Every kind of command; some stand here more than once, to come more often. */
export const commands: fc.Arbitrary<Command>[] = [
  ...[uses, uses, uses, uses],
  pass('a moment', fc.integer({ min: 1, max: 12_000 })),
  pass('half a minute', fc.integer({ min: 28_000, max: 37_000 })),
  pass('minutes', fc.integer({ min: 60_000, max: 16 * 60_000 })),
  ...[everyProcess('care', (process) => process.care()), everyProcess('care', (process) => process.care())],
  everyProcess('check now', (process) => process.prove()),
  everyProcess('a notice of the epoch', (process) => process.hear()),
  everyProcess('take a key in hand', (process) => process.hold('secret').catch(() => undefined)),
  held,
  say('customer', ['OK'], false),
  say('customer', ['OK'], true),
  say('customer', SILENT, false),
  say('customer', SILENT, true),
  say('customer', DENIED, false),
  say('customer', DENIED, true),
  say('platform', ['OK'], false),
  say('platform', [...SILENT, 'DISABLED'], false),
  everyProcess('forget all keys', async (process) => process.forget()),
  everyProcess('restart', async (process, { world }) => {
    // What an outage has stopped is written down at the next turn; that a denial is at once, others have to see.
    await process.care()
    await rest(world)
    world.restart(process)
  }),
  fc.constant(command('another process moves the epoch', ({ world }) => bumpEpoch(world.scope))),
  fc.constant(command('another process rotates the data key', ({ world }) => rotateDataKey(world))),
  fc.constant(command('link', link, 'free')),
]

async function link(pair: Pair, model: Model): Promise<void> {
  const { world } = pair
  // A link is made while both roots work, or not at all: what it meets then is no matter of this suite.
  for (const root of Object.values(world.roots)) root.say('OK')
  let failure: unknown
  for (let again = 0; again < 20; again += 1) {
    failure = await world.link(of(pair, 0)).then(
      () => null,
      (error: unknown) => error,
    )
    if (failure === null) {
      model.linked = true
      // Until it hears of the link, a process works under the key before, and can't be judged by the one after.
      await of(pair, 1).hear()
      return
    }
    world.clock.move(31_000)
    await of(pair, 0).care()
    await rest(world)
  }
  throw new Error(`the key could not be linked: ${failure}`)
}
