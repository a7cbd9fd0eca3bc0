import type { ValueContext } from '@/lib/crypto'

/** One way to spoil a ciphertext, in words that finish "a value with ...". */
export interface Spoil {
  comment: string
  apply(sealed: Buffer): Buffer
}

const TAG_BYTES = 16

/** What can be done to anything behind a header: parts changed, cut, doubled, made longer. */
export const SEALED_SPOILS: readonly Spoil[] = [
  set('format version 0', 0, 0),
  set('format version 2', 0, 2),
  set('suite 0', 1, 0),
  set('suite 5, reserved', 1, 5),
  set('suite 255', 1, 255),
  flip('another key version', 5),
  flip('the first byte of the commitment changed', 6),
  flip('the last byte of the commitment changed', 37),
  flip('the first byte behind the header changed', 38),
  flip('the last byte of the nonce changed', 61),
  flip('the first byte of the tag changed', -TAG_BYTES),
  flip('the last byte of the tag changed', -1),
  ...[15, 12, 8, 4, 0].map((length) => ({
    comment: `a tag of ${length} bytes`,
    apply: (sealed: Buffer) => sealed.subarray(0, sealed.length - TAG_BYTES + length),
  })),
  {
    comment: 'a tag of zeros',
    apply: (sealed) => Buffer.concat([sealed.subarray(0, -TAG_BYTES), Buffer.alloc(16)]),
  },
  { comment: 'a byte more in front', apply: (sealed) => Buffer.concat([Buffer.of(1), sealed]) },
  { comment: 'a byte more behind', apply: (sealed) => Buffer.concat([sealed, Buffer.of(0)]) },
  { comment: 'itself behind it again', apply: (sealed) => Buffer.concat([sealed, sealed]) },
  { comment: 'its header alone', apply: (sealed) => sealed.subarray(0, 38) },
  { comment: 'a header cut short', apply: (sealed) => sealed.subarray(0, 37) },
  { comment: 'no bytes at all', apply: () => Buffer.of() },
]

/** What can be done to a context. Organization and class are the key's too, so a reader refuses those by itself. */
export const CONTEXT_SPOILS: readonly { comment: string; apply(context: ValueContext): ValueContext }[] = [
  {
    comment: 'another organization',
    apply: (where) => ({ ...where, organization: `${where.organization} ` }),
  },
  { comment: 'another class', apply: (where) => ({ ...where, dataClass: where.dataClass.toUpperCase() }) },
  { comment: 'another object', apply: (where) => ({ ...where, object: where.object.slice(0, -1) }) },
  { comment: 'no object', apply: (where) => ({ ...where, object: '' }) },
  { comment: 'a bound value more', apply: (where) => ({ ...where, bind: [...(where.bind ?? []), ''] }) },
  {
    comment: 'bound values turned round',
    apply: (where) => ({ ...where, bind: (where.bind ?? []).toReversed() }),
  },
  { comment: 'no bound values', apply: ({ bind: _, ...where }) => where },
  {
    comment: 'its object decomposed (NFD)',
    apply: (where) => ({ ...where, object: where.object.normalize('NFD') }),
  },
]

/** For what knows a field's name. */
export const FIELD_SPOILS: readonly { comment: string; apply(context: ValueContext): ValueContext }[] = [
  { comment: 'another field', apply: (where) => ({ ...where, field: `${where.field}s` }) },
  {
    comment: 'a character moved from object to field',
    apply: (where) => ({
      ...where,
      object: where.object.slice(0, -1),
      field: `${where.object.slice(-1)}${where.field}`,
    }),
  },
]

function set(comment: string, at: number, value: number): Spoil {
  return { comment, apply: (sealed) => Buffer.from(sealed).fill(value, at, at + 1) }
}

function flip(comment: string, at: number): Spoil {
  return {
    comment,
    apply(sealed) {
      const copy = Buffer.from(sealed)
      const index = at < 0 ? copy.length + at : at
      copy[index] = (copy[index] ?? 0) ^ 0x80
      return copy
    },
  }
}
