import { randomFillSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ciphertextBuffer } from '@/lib/crypto/ciphertext-buffer'

const NOTHING = new Uint8Array(0)

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>()
  return { ...real, randomFillSync: vi.fn(real.randomFillSync) }
})

describe('random bytes', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.resetModules()
    vi.mocked(randomFillSync).mockClear()
  })
  afterEach(() => vi.useRealTimers())
  const load = () => import('@/lib/crypto/random')

  it('from the pool are never given twice, over many refills', async () => {
    const { pooledRandom } = await load()
    const seen = new Set<string>()
    for (let i = 0; i < 5000; i++) {
      const nonce = Buffer.alloc(24)
      pooledRandom(nonce)
      seen.add(nonce.toString('hex'))
    }
    expect(seen.size).toBe(5000)
    expect(() => pooledRandom(new Uint8Array(4097))).toThrow(TypeError)
  })

  it('are wiped from the pool as they are given', async () => {
    const { pooledRandom } = await load()
    const nonce = Buffer.alloc(24)
    pooledRandom(nonce)
    const [pool] = vi.mocked(randomFillSync).mock.calls[0] as unknown as [Buffer]
    expect(pool.includes(nonce)).toBe(false)
    expect(pool.subarray(0, 25).indexOf(Buffer.alloc(24))).toBe(0)
  })

  it('that were made ahead are dropped within a second, and others made at need', async () => {
    const { pooledRandom } = await load()
    pooledRandom(new Uint8Array(24))
    pooledRandom(new Uint8Array(24))
    expect(randomFillSync).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1_000)
    const [pool] = vi.mocked(randomFillSync).mock.calls[0] as unknown as [Buffer]
    expect(pool.every((byte) => byte === 0)).toBe(true)
    expect(vi.getTimerCount()).toBe(0) // an idle process has nothing to drop
    const next = new Uint8Array(24)
    pooledRandom(next)
    expect(randomFillSync).toHaveBeenCalledTimes(2)
    expect(next.some((byte) => byte !== 0)).toBe(true)
    vi.advanceTimersByTime(1_000)
    expect(pool.every((byte) => byte === 0)).toBe(true)
  })

  it('are dropped with the message keys that were made of them', async () => {
    await load()
    const { XaesKey } = await import('@/lib/crypto/xaes')
    const { pooledRandom } = await load()
    const key = new XaesKey(new Uint8Array(32).fill(7))
    const encrypt = () => key.sealFresh(pooledRandom, Buffer.alloc(24), NOTHING, NOTHING, Buffer.alloc(16), 0)
    encrypt()
    encrypt()
    expect(randomFillSync).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1_000)
    encrypt()
    expect(randomFillSync).toHaveBeenCalledTimes(2)
  })

  it('for keys come in a buffer of their own', async () => {
    const { randomKey } = await load()
    expect(randomKey().buffer.byteLength).toBe(32)
  })
})

describe('room for ciphertexts', () => {
  it('is given to one ciphertext only, from nothing but zeros', () => {
    const all = Array.from({ length: 300 }, (_, index) => {
      const room = ciphertextBuffer(index * 10)
      if (room.length <= 2048) expect(room.every((byte) => byte === 0)).toBe(true)
      return room.fill(index)
    })
    for (const [index, room] of all.entries()) {
      expect(room).toHaveLength(index * 10)
      expect(room.every((byte) => byte === (index & 0xff))).toBe(true)
    }
  })
})
