import { DoesNotOpenError, decryptObject, encryptObject } from '@/lib/crypto'
import type { Run, Suite } from '../suite'
import { attemptsOf, type Source } from '../swap/attempts'
import { keysOf, type Level } from '../swap/level'
import { CRYPTO_LEVELS } from '../swap/levels'
import { anyPlace, CHANGES, SAME_PLACE, SEPARATORS } from '../swap/place'
import { startShareLevels } from '../swap/share-levels'

export const suite: Suite = {
  about: 'everything sealed, opened as another kind, in another place, under other keys: none opens',
  async run(run) {
    const { long, random, report } = run
    const shares = await startShareLevels()
    const levels = [...shares.levels, ...CRYPTO_LEVELS]
    try {
      for (let round = 0; round < (long ? 20 : 1) * SEPARATORS.length; round++) {
        const place = anyPlace(random, SEPARATORS[round % SEPARATORS.length] ?? '')
        for (const origin of ['own', 'shared'] as const) {
          const world = random.bytes(32)
          await swapEverything(run, levels, { place, origin, world, keys: keysOf(place, origin, world) })
        }
      }
      report.note(`${levels.length} levels, each opened as each, with ${CHANGES.length} changes of place`)
    } finally {
      await shares.stop()
    }
  },
}

/** Each level as itself with every change of place, and as each other level with a few of them. */
async function swapEverything({ random, report }: Run, levels: Level[], source: Source): Promise<void> {
  for (const from of levels) {
    const sealed = await from.seal(source.keys, source.place)
    report.check(
      await opens(from, source, sealed),
      `${from.name} does not open where it belongs`,
      source.place,
    )
    for (const to of levels) {
      const some = [SAME_PLACE, random.pick(CHANGES), random.pick(CHANGES)]
      for (const change of from === to ? CHANGES : some) {
        for (const attempt of await attemptsOf(source, sealed, { from, to, change }, random)) {
          const opened = await opens(to, attempt, attempt.sealed)
          report.check(!opened, attempt.what, {
            sealed: attempt.sealed,
            from: source.place,
            to: attempt.place,
          })
        }
      }
    }
  }
  for (const { what, piece } of splicesOf(source)) report.check(!opensAsObject(source, piece), what, piece)
}

/** Nothing but the one typed error means that it does not open; another error is a finding. */
async function opens(level: Level, { keys, place }: Pick<Source, 'keys' | 'place'>, sealed: Uint8Array) {
  try {
    return await level.opens(keys, place, sealed)
  } catch (error) {
    if (error instanceof DoesNotOpenError) return false
    throw error
  }
}

/** Two versions of one object, in every mixture of envelope, directory and fields: the newest way to say the old. */
function* splicesOf({ keys, place }: Source) {
  const fields = { a: Buffer.from('one'), b: Buffer.from('two') }
  const [older, newer] = [1, 2].map(() => encryptObject(keys.dataKey, place, fields)) as [Buffer, Buffer]
  const cuts = [0, 110, 110 + 16, 110 + 16 + 31, older.length]
  for (let mixture = 1; mixture < 15; mixture++) {
    if (mixture === 0b0010 || mixture === 0b1101) continue // the directory alone is the same in both
    const parts = [0, 1, 2, 3].map((i) => (mixture & (1 << i) ? newer : older).subarray(cuts[i], cuts[i + 1]))
    yield { what: `parts of two versions of an object, mixture ${mixture}`, piece: Buffer.concat(parts) }
  }
}

function opensAsObject({ keys, place }: Source, piece: Uint8Array): boolean {
  try {
    return decryptObject(keys.dataKey, place, piece) !== undefined
  } catch (error) {
    if (error instanceof DoesNotOpenError) return false
    throw error
  }
}
