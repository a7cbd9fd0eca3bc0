import type { Random } from '../random'
import { type Keys, keysOf, type Level } from './level'
import type { Change, Dimension, Place } from './place'

/** Where something was sealed, with the keys of that place. */
export interface Source {
  place: Place
  keys: Keys
  origin: 'own' | 'shared'
  world: Uint8Array
}

interface Attempt {
  what: string
  place: Place
  keys: Keys
  sealed: Uint8Array
}

interface Move {
  from: Level
  to: Level
  change: Change
}

/**
 * The ways to open something of one level as another level's, in a changed place. A way is left out where it would
 * rightly open: the same level, and nothing changed that the level is bound to.
 */
export async function attemptsOf(
  source: Source,
  sealed: Uint8Array,
  { from, to, change }: Move,
  random: Random,
): Promise<Attempt[]> {
  const place = change.apply(source.place, random)
  const keys = keysOf(place, source.origin, source.world)
  const differs = (dimensions: readonly Dimension[]) =>
    from.opens !== to.opens || // two suites of values have one reader
    dimensions.some((name) => JSON.stringify(place[name]) !== JSON.stringify(source.place[name]))
  const named = (how: string) =>
    `${from.name} opened as ${to.name}, ${change.what}, ${source.origin} keys, ${how}`

  const attempts: Attempt[] = []
  if (differs([...to.key, ...to.context])) {
    attempts.push({ what: named('with the keys of that place'), place, keys, sealed })
    const dressed = from.hasHeader && to.hasHeader ? dress(sealed, await to.seal(keys, place)) : null
    if (dressed) attempts.push({ what: named('its header rewritten'), place, keys, sealed: dressed })
  }
  if (to.isAtRoot) return attempts
  if (differs(to.context)) {
    attempts.push({ what: named('with the keys it was sealed under'), place, keys: source.keys, sealed })
  }
  if (differs(to.key)) {
    attempts.push({ what: named('other keys in the old place'), place: source.place, keys, sealed })
  }
  return attempts
}

const HEADER_BYTES = 38

/** Something sealed, behind the header that is expected of another, cut to that one's length. */
function dress(sealed: Uint8Array, like: Uint8Array): Uint8Array {
  return Buffer.concat([like.subarray(0, HEADER_BYTES), sealed.subarray(HEADER_BYTES)]).subarray(
    0,
    like.length,
  )
}
