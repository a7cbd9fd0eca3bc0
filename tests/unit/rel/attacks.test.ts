import { createDecipheriv, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DoesNotOpenError } from '@/lib/crypto'
import { collide } from '@/rel/commit/collision'
import { inverse, multiply } from '@/rel/commit/field'
import { Judge } from '@/rel/parse/judge'
import type { Target } from '@/rel/parse/target'
import { moreVectors } from '@/rel/vectors/make'

describe('the collision of two keys', () => {
  it('inverts every element but zero', () => {
    const one = 1n << 127n
    for (const element of [one, 1n, BigInt(`0x${randomBytes(16).toString('hex')}`) | 1n]) {
      expect(multiply(element, inverse(element))).toBe(one)
    }
    expect(() => inverse(0n)).toThrow(TypeError)
  })

  it('opens under both by Node.js’s own AES-256-GCM, whichever block is free', () => {
    for (const free of [0, 1, 2]) {
      const readers = [
        { key: randomBytes(32), nonce: randomBytes(12), aad: randomBytes(20) },
        { key: randomBytes(32), nonce: randomBytes(12), aad: randomBytes(5) },
      ] as const
      const sealed = collide(readers, randomBytes(48), free)
      for (const { key, nonce, aad } of readers) {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
        decipher.setAAD(aad).setAuthTag(sealed.subarray(48))
        decipher.update(sealed.subarray(0, 48))
        expect(() => decipher.final()).not.toThrow()
      }
    }
  })
})

describe('the judge of hostile inputs', () => {
  const genuine = Buffer.from('genuine')
  const judged = (open: Target['open'], input: Uint8Array) => {
    const judge = new Judge({ name: 'reader', samples: [[genuine]], compose: () => genuine, open })
    judge.try(input)
    judge.finish()
    return judge.findings.map(({ what }) => what)
  }
  const refuse = () => {
    throw new DoesNotOpenError()
  }

  it('is content with a reader that opens what is genuine, and refuses everything else by the one error', () => {
    expect(judged((input) => input, genuine)).toEqual([])
    expect(judged(refuse, Buffer.from('forged'))).toEqual([])
  })

  it('finds a reader that opens, refuses or throws wrongly', () => {
    expect(judged((input) => input, Buffer.from('forged'))).toEqual(['reader: opened what is not genuine'])
    expect(judged(refuse, genuine)).toEqual(['reader: refused what is genuine'])
    const careless = () => {
      throw new RangeError('out of bounds')
    }
    expect(judged(careless, Buffer.from('forged'))).toEqual(['reader: threw RangeError: out of bounds'])
  })

  it('finds a reader that takes memory because its input says so', () => {
    const greedy = (input: Uint8Array) => Buffer.concat([input, Buffer.alloc(4_000_000)]) && refuse()
    expect(judged(greedy, Buffer.from('forged')).join()).toContain('bytes of memory')
  })
})

describe('the vectors that were made', () => {
  it('come out the same as they are frozen', () => {
    const frozen = readFileSync('tests/vectors/latchkey-v1-more.json', 'utf8')
    expect(`${JSON.stringify(moreVectors, null, 1)}\n`).toBe(frozen)
  })
})
