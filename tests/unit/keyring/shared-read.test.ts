import { describe, expect, it } from 'vitest'
import { SharedRead } from '@/lib/keyring/shared-read'

/** Reads that end when the test says so. */
function held() {
  const ends: ((ok: boolean) => void)[] = []
  const read = new SharedRead(
    () =>
      new Promise<number>((resolve, reject) => {
        const number = ends.length + 1
        ends.push((ok) => (ok ? resolve(number) : reject(new Error('no'))))
      }),
  )
  const end = async (at: number, ok = true) => {
    ends[at]?.(ok)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { read, end, begun: () => ends.length }
}

describe('a read that is shared', () => {
  it('is made once for all who ask at first', async () => {
    const { read, end, begun } = held()
    const asked = Array.from({ length: 512 }, () => read.any())
    await end(0)
    expect(new Set(await Promise.all(asked))).toEqual(new Set([1]))
    expect(await read.any()).toBe(1)
    expect(begun()).toBe(1)
  })

  it('is begun anew, once, for all who ask for a fresh one while another runs', async () => {
    const { read, end, begun } = held()
    const first = read.fresh()
    const later = [read.fresh(), read.fresh(), read.fresh()]
    expect(begun()).toBe(1)
    await end(0)
    expect(begun()).toBe(2)
    await end(1)
    expect(await Promise.all([first, ...later])).toEqual([1, 2, 2, 2])
  })

  it('that fails fails who asked for it, and nobody after them', async () => {
    const { read, end } = held()
    const first = read.fresh()
    const next = read.fresh()
    first.catch(() => undefined)
    await end(0, false)
    await expect(first).rejects.toThrow('no')
    await end(1)
    expect(await next).toBe(2)
    expect(read.latest).toBe(2)
  })
})
