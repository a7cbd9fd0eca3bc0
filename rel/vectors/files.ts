import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ObjectContext, openShare, ValueContext, WrapContext } from '@/lib/crypto'
import type { KeyVector, MasterVector } from './keys'

export const VECTOR_FOLDER = path.resolve(import.meta.dirname, '../../tests/vectors')

/** Our own vectors as they stand in the files. Bytes are hexadecimal; what has no plaintext is negative. */
export interface VectorFile {
  masterKeys?: (MasterVector & { comment: string; commitment: string })[]
  dataKeys?: (KeyVector & { subKeys: Record<string, string> })[]
  wraps?: WrapVector[]
  values?: ValueVector[]
  objects?: ObjectVector[]
  fields?: FieldVector[]
}

interface Vector {
  comment: string
  result: string
  /** What was drawn to make it, in that order. */
  random?: string
}

/** Shares as they are sealed beside a wrapped key, in which Azure has no part; a negative one must not open. */
export interface ShareFile {
  shares: {
    comment: string
    kek: string
    context: Parameters<typeof openShare>[1]
    sealed: string
    share: string
    result: string
  }[]
}

export interface WrapVector extends Vector {
  master: MasterVector
  context: WrapContext
  key?: string
  wrapped: string
}

export interface ValueVector extends Vector {
  dataKey: KeyVector
  context: ValueContext
  plaintext?: string
  ciphertext: string
}

export interface ObjectVector extends Vector {
  dataKey: KeyVector
  context: ObjectContext
  fields?: Record<string, string>
  ciphertext: string
}

export interface FieldVector extends Vector {
  dataKey: KeyVector
  context: ObjectContext
  name: string
  plaintext?: string
  envelope: string
  sealed: string
}

/** Streams; the spoiled ones are put together from pieces of the others. */
export interface StreamFile {
  streams: (StreamVector & {
    name: string
    ciphertext: string
    plaintextBytes: number
    plaintextSha512: string
  })[]
  spoiled: (StreamVector & { pieces: { hex?: string; of?: string; start?: number; end?: number }[] })[]
}

export interface StreamVector {
  comment: string
  dataKey: KeyVector
  context: ValueContext
  random?: string
}

export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(VECTOR_FOLDER, name), 'utf8'))
}
