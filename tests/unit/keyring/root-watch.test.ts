import { describe, expect, it } from 'vitest'
import { unproven } from '@/lib/domain/availability'
import { type Instant, later } from '@/lib/domain/instant'
import { RootWatch } from '@/lib/keyring/root-watch'

const START: Instant = { monoMs: 1_000, wallMs: 1_800_000_000_000 }

describe('a root that is watched', () => {
  it('is proven every thirty seconds, spread by a fifth, however often it is looked at', async () => {
    const waits: number[] = []
    for (let n = 0; n < 300; n += 1) {
      let now = START
      const watch = new RootWatch(
        unproven(START),
        () => now,
        async () => undefined,
      )
      expect(watch.isProofDue).toBe(true)
      await watch.prove(async () => undefined)
      let seconds = 0
      while (!watch.isProofDue) {
        seconds += 1
        now = later(START, seconds * 1_000)
      }
      waits.push(seconds)
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(24)
    expect(Math.max(...waits)).toBeLessThanOrEqual(36)
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length
    expect(Math.abs(mean - 30.5)).toBeLessThan(2)
  })

  it('counts every change of what is known of it, and nothing else', async () => {
    let now = START
    const watch = new RootWatch(
      unproven(START),
      () => now,
      async () => undefined,
    )
    await watch.prove(async () => undefined)
    const { count } = watch.changes
    now = later(START, 60_000)
    expect(watch.availability.state).toBe('active')
    expect(watch.changes.count).toBe(count)
    watch.demandProof()
    expect(watch.changes.count).toBe(count + 1)
  })
})
