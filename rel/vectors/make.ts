import type { DataKeyIds, MasterKeyIds, ObjectContext, ValueContext } from '@/lib/crypto'
import { type DataKeyPurpose, deriveSubKey } from '@/lib/crypto/data-key'
import { createObjectKeyWith, encryptObjectWith } from '@/lib/crypto/envelope'
import type { RandomSource } from '@/lib/crypto/random'
import { encryptValueStrictWith, encryptValueWith } from '@/lib/crypto/value'
import { wrapKeyWith } from '@/lib/crypto/wrap'
import { seededRandom } from '../random'
import type { FieldVector, ObjectVector, ValueVector, VectorFile, WrapVector } from './files'
import { hex, hexOf } from './hex'
import { dataKeyOf, type KeyVector, type MasterVector, masterKeyOf } from './keys'
import { CONTEXT_SPOILS, FIELD_SPOILS, SEALED_SPOILS } from './spoil'

// Made tests/vectors/latchkey-v1-more.json. The seed, the order and the words are frozen with it, since the file must
// come out the same for ever: vectors that are to be added get a file and a maker of their own.

const random = seededRandom(20_261_127)
const ORGANIZATION = '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01'
const PURPOSES: readonly DataKeyPurpose[] = ['commitment', 'value', 'object-wrap', 'strict', 'stream']
const LENGTHS = [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1_000]

const CONTEXT: ValueContext = {
  organization: ORGANIZATION,
  dataClass: 'secrets_and_credentials',
  object: 'façade-1',
  bind: ['eu', 'db.example'],
  field: 'password',
}
const CONTEXTS: readonly ValueContext[] = [
  CONTEXT,
  { ...CONTEXT, bind: [] },
  { ...CONTEXT, bind: [''] },
  { ...CONTEXT, bind: ['', ''] },
  { ...CONTEXT, bind: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
  { ...CONTEXT, object: '', field: '' },
  { ...CONTEXT, object: 'row\0\0', field: '\0' },
  { ...CONTEXT, object: '𝔘𝔫𝔦𝔠𝔬𝔡𝔢', field: '鍵' },
  { ...CONTEXT, object: 'a\u030a', field: '\u00e5' },
  { ...CONTEXT, object: 'x'.repeat(300), field: 'y'.repeat(257) },
]
const VERSIONS = [1, 2, 255, 256, 65_536, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]

/** Draws, and keeps what it drew. */
function recording(): { source: RandomSource; drawn(): string } {
  const drawn: Buffer[] = []
  return {
    source(target) {
      const bytes = random.bytes(target.length)
      target.set(bytes)
      drawn.push(bytes)
    },
    drawn: () => hexOf(Buffer.concat(drawn)),
  }
}

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T

function keyFor({ organization, dataClass }: ObjectContext, version: number): KeyVector {
  const ids: DataKeyIds = { organization, dataClass, version }
  return { bytes: hexOf(random.bytes(32)), ids }
}

function masterFor(changes: Partial<MasterKeyIds>): MasterVector {
  const place = { scope: 'all-customer-classes', region: 'global', version: 1 }
  const id = 'b3f1f3a0-7a55-4c6e-8f0e-5f5f2f1f9d11'
  const ids: MasterKeyIds = { id, mode: 'composite', organization: ORGANIZATION, ...place, ...changes }
  const platformShare = hexOf(random.bytes(32))
  const customerShare = ids.mode === 'composite' ? { customerShare: hexOf(random.bytes(32)) } : {}
  return { ids, platformShare, ...customerShare }
}

const MASTERS: readonly Partial<MasterKeyIds>[] = [
  {},
  { mode: 'platform', scope: 'platform' },
  { organization: 'another' },
  { scope: 'exports' },
  { scope: '' },
  { region: 'eu-central-1' },
  { region: '', scope: 'all-customer-classesglobal' },
  { version: 256 },
  { version: 0xffff_ffff },
  { id: 'another' },
]

function masterKeys(): VectorFile['masterKeys'] {
  return MASTERS.map((changes) => {
    const master = masterFor(changes)
    const commitment = hexOf(masterKeyOf(master).commitment)
    return { comment: `master key with ${JSON.stringify(changes)}`, ...master, commitment, result: 'valid' }
  })
}

function dataKeys(): VectorFile['dataKeys'] {
  return VERSIONS.map((version) => {
    const key = keyFor(CONTEXT, version)
    const derived = PURPOSES.map((purpose) => [
      purpose,
      hexOf(deriveSubKey(hex(key.bytes), purpose, key.ids)),
    ])
    return { ...key, subKeys: Object.fromEntries(derived), result: 'valid' }
  })
}

function wraps(): WrapVector[] {
  const good = MASTERS.map((changes, index): WrapVector => {
    const master = masterFor(changes)
    const { organization } = master.ids
    const context = {
      organization,
      dataClass: 'api_exports',
      version: at(VERSIONS, index),
      generation: 1 + index,
    }
    const key = random.bytes(32)
    const { source, drawn } = recording()
    const wrapped = hexOf(wrapKeyWith(source, masterKeyOf(master), context, key))
    const comment = `a wrapped key, master with ${JSON.stringify(changes)}`
    return { comment, master, context, random: drawn(), key: hexOf(key), wrapped, result: 'valid' }
  })
  const { master, context, wrapped } = at(good, 0)
  const bad = (comment: string, changes: Partial<WrapVector>): WrapVector => ({
    comment: `a wrapped key with ${comment}`,
    master,
    context,
    wrapped,
    ...changes,
    result: 'invalid',
  })
  return [
    ...good,
    ...SEALED_SPOILS.map(({ comment, apply }) => bad(comment, { wrapped: hexOf(apply(hex(wrapped))) })),
    bad('another class', { context: { ...context, dataClass: 'other_exports' } }),
    bad('another version', { context: { ...context, version: 2 } }),
    bad('another generation', { context: { ...context, generation: 2 } }),
    bad('version and generation exchanged', {
      context: { ...context, version: 256, generation: 16_777_216 },
    }),
    bad('a master key of another id', { master: { ...master, ids: { ...master.ids, id: 'another' } } }),
    bad('a master key of another region', { master: { ...master, ids: { ...master.ids, region: 'eu' } } }),
  ]
}

function values(encrypt: typeof encryptValueWith, name: string): ValueVector[] {
  const good = LENGTHS.map((length, index): ValueVector => {
    const context = at(CONTEXTS, index)
    const dataKey = keyFor(context, at(VERSIONS, index))
    const plaintext = random.bytes(length)
    const { source, drawn } = recording()
    const ciphertext = hexOf(encrypt(source, dataKeyOf(dataKey), context, plaintext))
    const comment = `a ${name} of ${length} bytes, context ${index % CONTEXTS.length}`
    return {
      comment,
      dataKey,
      context,
      random: drawn(),
      plaintext: hexOf(plaintext),
      ciphertext,
      result: 'valid',
    }
  })
  const { dataKey, context, ciphertext } = at(good, CONTEXTS.length)
  const spoiled = (comment: string, changes: Partial<ValueVector>): ValueVector => ({
    comment: `a ${name} with ${comment}`,
    dataKey,
    context,
    ciphertext,
    ...changes,
    result: 'invalid',
  })
  const otherBytes = { ...dataKey, bytes: hexOf(random.bytes(32)) }
  return [
    ...good,
    ...SEALED_SPOILS.map(({ comment, apply }) =>
      spoiled(comment, { ciphertext: hexOf(apply(hex(ciphertext))) }),
    ),
    ...[...CONTEXT_SPOILS, ...FIELD_SPOILS].map(({ comment, apply }) =>
      spoiled(comment, { context: apply(context) }),
    ),
    spoiled('a key of other bytes', { dataKey: otherBytes }),
  ]
}

const OBJECTS: readonly (readonly string[])[] = [
  [],
  ['name'],
  ['name', 'note'],
  ['b', 'a', 'aa', 'B'],
  ['\uffff', '\u{10000}'],
  ['a\u030a', '\u00e5'],
  ['x'.repeat(128), ' ', '\0'],
  Array.from({ length: 256 }, (_, i) => i.toString(16)),
]

function objects(): ObjectVector[] {
  const good = OBJECTS.map((names, index): ObjectVector => {
    const { field: _, ...context } = at(CONTEXTS, index + 8)
    const dataKey = keyFor(context, at(VERSIONS, index))
    const plaintexts = Object.fromEntries(names.map((name, i) => [name, random.bytes(i % 20)]))
    const { source, drawn } = recording()
    const ciphertext = hexOf(encryptObjectWith(source, dataKeyOf(dataKey), context, plaintexts))
    const fields = Object.fromEntries(Object.entries(plaintexts).map(([name, bytes]) => [name, hexOf(bytes)]))
    const comment = `an object of ${names.length} fields, context ${(index + 8) % CONTEXTS.length}`
    return { comment, dataKey, context, random: drawn(), fields, ciphertext, result: 'valid' }
  })
  const base = at(good, 2)
  const bad = (comment: string, changes: Partial<ObjectVector>): ObjectVector => {
    const { random: _, fields: __, ...rest } = base
    return { ...rest, comment: `an object with ${comment}`, ...changes, result: 'invalid' }
  }
  const where = { ...base.context, field: '' }
  return [
    ...good,
    ...SEALED_SPOILS.map(({ comment, apply }) =>
      bad(comment, { ciphertext: hexOf(apply(hex(base.ciphertext))) }),
    ),
    ...CONTEXT_SPOILS.map(({ comment, apply }) => {
      const { field: _, ...context } = apply(where)
      return bad(comment, { context })
    }),
    ...directorySpoils(hex(base.ciphertext)).map(([comment, bytes]) =>
      bad(comment, { ciphertext: hexOf(bytes) }),
    ),
  ]
}

/** Of the object with the fields "name" (no byte) and "note" (one byte): envelope 110, directory 22, fields 28 and 29. */
function directorySpoils(sealed: Buffer): [string, Buffer][] {
  const cut = (start: number, end?: number) => sealed.subarray(start, end)
  const [envelope, count, name, note, first, second] = [
    ...[cut(0, 110), cut(110, 112), cut(112, 122), cut(122, 132)],
    ...[cut(132, 160), cut(160)],
  ] as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer]
  const entry = (text: string, length: number) =>
    Buffer.concat([Buffer.of(0, text.length), Buffer.from(text), Buffer.of(0, 0, 0, length)])
  const all = (...parts: Buffer[]) => Buffer.concat([envelope, ...parts])
  return [
    ['its fields in another order', all(count, note, name, second, first)],
    ['its fields in another order, the directory as it was', all(count, name, note, second, first)],
    ['the second field left out', all(Buffer.of(0, 1), name, first)],
    ['the second field doubled', all(Buffer.of(0, 3), name, note, note, first, second, second)],
    ['a field renamed', all(count, entry('nama', 0), note, first, second)],
    ['names exchanged', all(count, entry('note', 0), entry('name', 1), first, second)],
    [
      'a byte moved from one field to the other',
      all(count, entry('name', 1), entry('note', 0), first, second),
    ],
    ['a field longer than all there is', all(count, name, entry('note', 255), first, second)],
    ['a count of one more', all(Buffer.of(0, 3), name, note, first, second)],
    ['a count of 65,535', all(Buffer.of(255, 255), name, note, first, second)],
    ['no directory', all(first, second)],
    ['nothing behind the directory', all(count, name, note)],
  ]
}

function fields(): FieldVector[] {
  const good = ['name', '', '鍵', 'a\u030a', 'x'.repeat(300), '\0', 'note', '__proto__'].map(
    (name, index): FieldVector => {
      const { field: _, ...context } = at(CONTEXTS, index)
      const dataKey = keyFor(context, at(VERSIONS, index))
      const plaintext = random.bytes(at(LENGTHS, index))
      const { source, drawn } = recording()
      const { objectKey, envelope } = createObjectKeyWith(source, dataKeyOf(dataKey), context)
      const sealed = hexOf(objectKey.encryptField(name, plaintext))
      const comment = `a field stored apart, ${plaintext.length} bytes, context ${index % CONTEXTS.length}`
      const made = { random: drawn(), plaintext: hexOf(plaintext), envelope: hexOf(envelope), sealed }
      return { comment, dataKey, context, name, ...made, result: 'valid' }
    },
  )
  const base = at(good, 0)
  const other = at(good, 1)
  const bad = (comment: string, changes: Partial<FieldVector>): FieldVector => {
    const { random: _, plaintext: __, ...rest } = base
    return { ...rest, comment: `a field stored apart, with ${comment}`, ...changes, result: 'invalid' }
  }
  return [
    ...good,
    ...SEALED_SPOILS.slice(0, 12).map(({ comment, apply }) =>
      bad(`an envelope of ${comment}`, { envelope: hexOf(apply(hex(base.envelope))) }),
    ),
    bad('another name', { name: 'names' }),
    bad('no name', { name: '' }),
    bad('the envelope of another object', { envelope: other.envelope }),
    bad('the bytes of another object’s field', { sealed: other.sealed }),
    bad('an envelope in the place of the field', { sealed: base.envelope }),
    bad('no nonce', { sealed: base.sealed.slice(24) }),
    bad('27 bytes', { sealed: base.sealed.slice(0, 54) }),
    bad('no bytes', { sealed: '' }),
  ]
}

/** The whole file. Each part draws from what the one before left. */
export const moreVectors: VectorFile & { format: string; notes: string } = {
  format: 'latchkey v1',
  notes:
    'More of the same as in latchkey-v1.json, with values of both suites. Frozen: a vector is never changed.',
  masterKeys: masterKeys(),
  dataKeys: dataKeys(),
  wraps: wraps(),
  values: [...values(encryptValueWith, 'value'), ...values(encryptValueStrictWith, 'strict value')],
  objects: objects(),
  fields: fields(),
}
