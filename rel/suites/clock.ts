import { play } from '../keys/play'
import { clocks } from '../keys/steps'
import type { Suite } from '../suite'

export const suite: Suite = {
  about: 'wall clocks that are set, processes and machines that are paused: nothing is used beyond its time',
  run: (run) => play(clocks, run.long ? 4_000 : 200, run),
}
