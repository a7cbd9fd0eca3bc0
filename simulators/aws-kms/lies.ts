import { randomBytes } from 'node:crypto'
import type { FaultKind } from '../shared/faults'

type Answer = Record<string, unknown>

/** The answer of a KMS that lies, in the way of the fault; unchanged for faults of other kinds. */
export function twisted(kind: FaultKind, answer: object): object {
  switch (kind) {
    case 'wrong-key':
      return withOtherKey({ ...answer })
    case 'wrong-answer':
      return withBytes({ ...answer }, (bytes) => randomBytes(bytes.length))
    case 'wrong-length':
      return withBytes({ ...answer }, (bytes) => bytes.subarray(1))
    case 'bit-flip':
      return withBytes({ ...answer }, flipOneBit)
    default:
      return answer
  }
}

/** The plaintext, or the ciphertext of an answer that has none. */
function withBytes(answer: Answer, change: (bytes: Buffer) => Buffer): Answer {
  const name = ['Plaintext', 'CiphertextBlob'].find((field) => typeof answer[field] === 'string')
  if (name === undefined) return answer
  const bytes = Buffer.from(String(answer[name]), 'base64')
  return { ...answer, [name]: change(bytes).toString('base64') }
}

function flipOneBit(bytes: Buffer): Buffer {
  const flipped = Buffer.from(bytes)
  const at = Math.floor(flipped.length / 2)
  flipped[at] = (flipped[at] ?? 0) ^ 1
  return flipped
}

const OTHER_ID = '00000000-0000-4000-8000-000000000000'

function withOtherKey(answer: Answer): Answer {
  const other = (arn: unknown) => String(arn).replace(/key\/.*$/, `key/${OTHER_ID}`)
  const { KeyId, KeyMetadata } = answer
  if (typeof KeyId === 'string') return { ...answer, KeyId: other(KeyId) }
  if (typeof KeyMetadata !== 'object' || KeyMetadata === null || !('Arn' in KeyMetadata)) return answer
  return { ...answer, KeyMetadata: { ...KeyMetadata, KeyId: OTHER_ID, Arn: other(KeyMetadata.Arn) } }
}
