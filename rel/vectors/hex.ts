import type { RandomSource } from '@/lib/crypto/random'

export const hex = (text: string) => Buffer.from(text, 'hex')
export const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Gives out recorded random bytes in their order. */
export function recorded(random: string): RandomSource {
  let rest = hex(random)
  return (target) => {
    target.set(rest.subarray(0, target.length))
    rest = rest.subarray(target.length)
  }
}
