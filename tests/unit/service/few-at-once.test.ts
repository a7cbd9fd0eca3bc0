import { describe, expect, it } from 'vitest'
import { fewAtOnce } from '@/encryption-service/sign-in/few-at-once'
import { problem } from '@/tests/support/problems'

/** Work that runs until it is told to end. */
function work() {
  let running = 0
  const ends: (() => void)[] = []
  return {
    running: () => running,
    endOne: () => ends.shift()?.(),
    run: async () => {
      running++
      await new Promise<void>((end) => ends.push(end))
      running--
    },
  }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('a few at once', () => {
  it('runs so many, lets so many wait, and refuses what comes beyond before anything is done', async () => {
    const inTurn = fewAtOnce({ running: 2, waiting: 3 })
    const { run, running, endOne } = work()
    const taken = Array.from({ length: 5 }, () => inTurn(run))
    await expect(inTurn(run)).rejects.toThrow(problem('sign_in_unavailable'))
    expect(running()).toBe(2)
    for (const left of [2, 2, 2, 1, 0]) {
      endOne()
      await settled()
      expect(running()).toBe(left)
    }
    await Promise.all(taken)
  })

  it('gives the place of one that failed to the next', async () => {
    const inTurn = fewAtOnce({ running: 1, waiting: 1 })
    const failed = inTurn(() => Promise.reject(new Error('wrong')))
    const next = inTurn(async () => 'done')
    await expect(failed).rejects.toThrow('wrong')
    await expect(next).resolves.toBe('done')
    await expect(inTurn(async () => 'again')).resolves.toBe('again')
  })
})
