import { describe, expect, it } from 'vitest'
import { UnknownKeys } from '@/lib/keyring/unknown-keys'

function world() {
  const clock = { monoMs: 1_000_000, wallMs: 1_800_000_000_000 }
  let reads = 0
  const unknown = new UnknownKeys(
    () => clock,
    async () => {
      reads += 1
    },
  )
  return { clock, unknown, reads: () => reads }
}

describe('ciphertexts that name no key', () => {
  it('share one read, and the next one is not made at once', async () => {
    const { unknown, reads } = world()
    await Promise.all(Array.from({ length: 500 }, () => unknown.lookUp()))
    expect(reads()).toBe(1)
    const second = Promise.all(Array.from({ length: 500 }, () => unknown.lookUp()))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(reads()).toBe(1)
    await second
    expect(reads()).toBe(2)
  })

  it('are remembered for some seconds, a bounded number of them', () => {
    const { unknown, clock } = world()
    unknown.add('one')
    expect(unknown.has('one')).toBe(true)
    clock.monoMs += 5_000
    expect(unknown.has('one')).toBe(false)
    unknown.add('one')
    for (let n = 0; n < 1_000; n += 1) unknown.add(`garbage ${n}`)
    expect(unknown.has('one')).toBe(false)
    expect(unknown.has('garbage 999')).toBe(true)
  })
})
