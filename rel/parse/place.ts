import { DataKey, type ValueContext } from '@/lib/crypto'
import type { RandomSource } from '@/lib/crypto/random'
import type { Random } from '../random'

/** A data key and a context, both drawn. */
export interface Place {
  key: DataKey
  context: ValueContext
}

export function anyPlace(random: Random): Place {
  const ids = {
    organization: random.uuid(),
    dataClass: 'document_metadata',
    version: 1 + random.below(1_000),
  }
  const key = new DataKey(random.bytes(32), ids)
  const { organization, dataClass } = ids
  return { key, context: { organization, dataClass, object: random.uuid(), bind: ['eu'], field: 'name' } }
}

/** Instead of real random bytes, so that a seed makes the same ciphertexts. */
export function drawnFrom(random: Random): RandomSource {
  return (target) => target.set(random.bytes(target.length))
}

/** Bytes of one of the lengths at which something might change, or of any other. */
export function anyPlaintext(random: Random): Buffer {
  return random.bytes(random.pick([0, 1, 15, 16, 17, 32, 255, 256, random.below(300), random.below(1_000)]))
}
