import { describe, expect, it } from 'vitest'
import { Bounded } from '@/lib/keyring/bounded'

describe('what is held within bounds', () => {
  it('lets go the least recently used, never what just came', () => {
    const bounded = new Bounded<{ name: string; lastUsedMs: number }>(2)
    const gone: string[] = []
    const add = (name: string, lastUsedMs: number) => {
      const item = { name, lastUsedMs }
      bounded.add(item, () => gone.push(name))
      return item
    }
    const first = add('first', 1)
    add('second', 2)
    first.lastUsedMs = 3
    add('third', 0)
    expect(gone).toEqual(['second'])
    add('fourth', 4)
    expect(gone).toEqual(['second', 'third'])
    expect(bounded.size).toBe(2)
  })

  it('forgets what was let go elsewhere', () => {
    const bounded = new Bounded<{ lastUsedMs: number }>(1)
    const item = { lastUsedMs: 1 }
    bounded.add(item, () => expect.fail('let go twice'))
    bounded.remove(item)
    bounded.add({ lastUsedMs: 2 }, () => undefined)
    expect(bounded.size).toBe(1)
  })
})
