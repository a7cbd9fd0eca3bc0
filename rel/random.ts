import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Repeatable random choices for attacks: fast, and of no use for keys outside of them. */
export interface Random {
  /** An integer of 0 to limit - 1. */
  below(limit: number): number
  bytes(length: number): Buffer
  /** One of a list. @throws TypeError when it is empty */
  pick<T>(list: readonly T[]): T
  /** A UUID of version 4, for ids. */
  uuid(): string
}

/** @param seed an integer of 32 bits; the same one gives the same choices */
export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  const below = (limit: number) => uniformInt(generator, 0, limit - 1)

  function bytes(length: number): Buffer {
    const result = Buffer.alloc(length)
    for (let at = 0; at < length; at += 4) {
      const word = generator.next()
      for (let i = 0; i < 4 && at + i < length; i++) result[at + i] = word >>> (8 * i)
    }
    return result
  }

  function pick<T>(list: readonly T[]): T {
    const index = below(list.length)
    if (index >= list.length || index < 0) throw new TypeError('nothing to pick from')
    return list[index] as T
  }

  function uuid(): string {
    const id = bytes(16)
    id[6] = ((id[6] ?? 0) & 0x0f) | 0x40
    id[8] = ((id[8] ?? 0) & 0x3f) | 0x80
    return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  }

  return { below, bytes, pick, uuid }
}
