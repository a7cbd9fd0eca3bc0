import { describe, expect, it } from 'vitest'
import { seededRandom } from '@/rel/random'
import { Report } from '@/rel/report'

describe('the report of a suite', () => {
  it('ends in one line of JSON with what was tried and what failed', () => {
    const report = new Report('swap', 7)
    report.pass(3)
    report.check(true, 'fine')
    report.check(false, 'opened', Uint8Array.of(1, 255))
    expect(JSON.parse(report.json)).toEqual({ suite: 'swap', seed: 7, n: 5, fail: 1 })
    expect(report.failed).toBe(true)
  })

  it('shows the input that failed and the seed that does it again', () => {
    const report = new Report('swap', 7)
    report.fail('opened', Uint8Array.of(1, 255))
    expect(report.lines.join('\n')).toContain('01ff')
    expect(report.lines.join('\n')).toContain('npm run rel -- swap --seed=7')
  })

  it('takes a run over nothing for a failure', () => {
    const report = new Report('swap', 7)
    expect(report.failed).toBe(true)
    expect(JSON.parse(report.json)).toEqual({ suite: 'swap', seed: 7, n: 0, fail: 1 })
  })

  it('counts what could not be tried as neither passed nor failed', () => {
    const report = new Report('vectors', 7)
    report.pass()
    report.skip('there is no Python')
    expect(JSON.parse(report.json)).toEqual({ suite: 'vectors', seed: 7, n: 1, fail: 0, skipped: 1 })
    expect(report.lines.join('\n')).toContain('skipped: there is no Python')
  })
})

describe('seeded random choices', () => {
  it('are the same for the same seed, and others for another', () => {
    const drawn = (seed: number) => {
      const random = seededRandom(seed)
      return [random.bytes(9).toString('hex'), random.below(1_000), random.uuid(), random.pick(['a', 'b'])]
    }
    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(1)).not.toEqual(drawn(2))
  })

  it('make ids that are UUIDs', () => {
    expect(seededRandom(3).uuid()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })
})
