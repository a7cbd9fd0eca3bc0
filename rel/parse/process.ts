// A process of the parse suite: takes its share of the work, sends what came of each piece, and ends.

import { TARGETS } from './targets'
import { exhaust, fuzz } from './work'

const [seed, blocks, share, shares] = process.argv.slice(2).map(Number) as [number, number, number, number]

for (let piece = share; piece < TARGETS.length + blocks; piece += shares) {
  const outcome = piece < TARGETS.length ? exhaust(seed, piece) : fuzz(seed, piece - TARGETS.length)
  await new Promise((resolve) => process.send?.(outcome, resolve))
}
process.disconnect()
