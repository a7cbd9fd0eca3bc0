import { play } from '../keys/play'
import { outageInRealTime } from '../keys/real-time'
import { faults } from '../keys/steps'
import type { Suite } from '../suite'

export const suite: Suite = {
  about: 'roots that fail, refuse, flap and come back, under a fake clock: what is served, and until when',
  async run(run) {
    const { long, report } = run
    await Promise.all([play(faults, long ? 6_000 : 300, run), long ? outageInRealTime(report) : undefined])
  },
}
