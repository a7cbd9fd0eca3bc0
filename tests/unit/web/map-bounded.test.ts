import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { mapBounded } from '@/lib/use-cases/map-bounded'

const NUMBERS = Array.from({ length: 20 }, (_, index) => index)

describe('mapping with a bound', () => {
  it('keeps the order, whatever takes longer', async () => {
    const doubled = await mapBounded(NUMBERS, 4, async (number) => {
      await sleep(number % 3)
      return number * 2
    })
    expect(doubled).toEqual(NUMBERS.map((number) => number * 2))
  })

  it('works on as many at a time as it may, and no more', async () => {
    let [running, most] = [0, 0]
    await mapBounded(NUMBERS, 4, async () => {
      most = Math.max(most, ++running)
      await sleep(1)
      running--
    })
    expect(most).toBe(4)
  })

  it('fails when one fails', async () => {
    const failing = mapBounded(NUMBERS, 4, (number) =>
      number === 7 ? Promise.reject(new Error('seven')) : Promise.resolve(number),
    )
    await expect(failing).rejects.toThrow('seven')
  })

  it('maps nothing to nothing', async () => {
    expect(await mapBounded([], 4, () => Promise.resolve(1))).toEqual([])
  })
})
