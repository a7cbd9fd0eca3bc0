import { describe, expect, it } from 'vitest'
import { interleave, medians } from '../../../bench/core/interleave'
import { asTable, atLeast, atMost, attemptRow } from '../../../bench/core/row'

const measured = (ratio: number) => ({ ours: 100, peer: 200, ratio })

describe('a row', () => {
  it('keeps its floor by the measured ratio, and not by the rounded one', () => {
    expect(atLeast('a', measured(0.6), 0.6).ok).toBe(true)
    expect(atLeast('a', measured(0.599_999_9), 0.6)).toEqual({
      name: 'a',
      ours: 100,
      peer: 200,
      ratio: 0.6,
      floor: 0.6,
      ok: false,
    })
  })

  it('of a cost says so, and keeps below', () => {
    expect(atMost('a', measured(0.06), 0.06)).toMatchObject({ name: 'a, at most', ok: true })
    expect(atMost('a', measured(0.07), 0.06).ok).toBe(false)
  })

  it('that could not be measured kept no floor', async () => {
    const row = await attemptRow('a', 0.6, () => Promise.reject(new Error('it broke')))
    expect(row).toEqual({ name: 'a', ours: null, peer: null, ratio: null, floor: 0.6, ok: false })
  })

  it('stands in a table that Markdown reads', () => {
    const lines = asTable([atLeast('a', measured(0.5), 0.6)]).split('\n')
    expect(lines.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      '| case | ours | peer | ratio | floor | |',
      '| ---- | --------: | --------: | --------: | --------: | - |',
      '| a | 100 | 200 | 0.5 | 0.6 | ✖ |',
    ])
  })
})

describe('measuring turn by turn', () => {
  it('takes the median of the rates and of the ratios', () => {
    const rounds = [
      { ours: 1, peer: 1 },
      { ours: 10, peer: 2 },
      { ours: 3, peer: 1 },
    ]
    expect(medians(rounds)).toEqual({ ours: 3, peer: 1, ratio: 3 })
  })

  it('does each of the two by turns, and awaits what has to be awaited', async () => {
    const turns: string[] = []
    let waiting = 0
    const slow = async () => {
      turns.push('ours')
      expect(waiting++).toBe(0)
      await new Promise(setImmediate)
      waiting -= 1
    }
    const { ours, peer } = await interleave(slow, () => turns.push('peer'), {
      rounds: 2,
      slices: 2,
      sliceMs: 0,
    })
    expect(ours).toBeGreaterThan(0)
    expect(peer).toBeGreaterThan(0)
    expect(turns.slice(-8).filter((turn) => turn === 'ours')).toHaveLength(4)
  })
})
