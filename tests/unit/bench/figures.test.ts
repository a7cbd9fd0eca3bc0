import { describe, expect, it } from 'vitest'
import { section } from '../../../bench/record'
import { asTable, atMost, attempt, forInformation } from '../../../bench/result'
import { percentile } from '../../../bench/statistics'

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)

  it.each([
    [hundred, 95, 95],
    [hundred, 100, 100],
    [hundred, 0.5, 1],
    [[7], 95, 7],
    [[10, 9, 100], 50, 10],
    [Array.from({ length: 60 }, (_, index) => index), 95, 56],
  ])('of %j at %d is %d', (values, rank, expected) => {
    expect(percentile(values, rank)).toBe(expected)
  })

  it('leaves the values in their order', () => {
    const values = [3, 1, 2]
    percentile(values, 50)
    expect(values).toEqual([3, 1, 2])
  })

  it.each([
    [[], 95],
    [[1], 0],
    [[1], 101],
    [[1], Number.NaN],
  ])('of %j at %d is none', (values, rank) => {
    expect(() => percentile(values, rank)).toThrow(RangeError)
  })
})

describe('a figure', () => {
  it('is reached at its limit, and not by rounding', () => {
    expect(atMost('a', 100, 100).ok).toBe(true)
    expect(atMost('a', 100.04, 100)).toEqual({ name: 'a', value: 100, limit: 100, ok: false })
  })

  it('that could not be measured is not reached', async () => {
    const work = () => Promise.reject(new Error('it broke'))
    expect(await attempt('a', 100, work)).toEqual([{ name: 'a', value: null, limit: 100, ok: false }])
  })
})

it('shows figures as a table that Markdown reads', () => {
  const lines = asTable([atMost('start, s', 12.34, 10), forInformation('return, s', 5)]).split('\n')
  expect(lines.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    '| figure | measured | at most | |',
    '| --------- | -------: | -------: | - |',
    '| start, s | 12.3 | 10 | ✖ |',
    '| return, s | 5 | – | ✓ |',
  ])
  expect(section('Web', asTable([]), '2026-11-23', '2 cores')).toMatch(
    /^\n## Web, 2026-11-23\n\n2 cores\n\n\| figure/,
  )
})
