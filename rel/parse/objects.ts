import { decryptObject, decryptObjectField } from '@/lib/crypto'
import { encryptObjectWith } from '@/lib/crypto/envelope'
import type { Random } from '../random'
import { anyPlace, anyPlaintext, drawnFrom, type Place } from './place'
import { cutAt, HEADER_CUTS, type Target } from './target'

const ENVELOPE_BYTES = 110
const NAMES = ['a', 'b', 'name', 'note', 'ü', '__proto__', 'x'.repeat(128)]

/** A field as it stands in an object: its entry in the directory, and its bytes. */
interface Field {
  name: Buffer
  sealed: Buffer
}

interface Sample {
  parts: Buffer[]
  envelope: Buffer
  fields: Field[]
  plaintexts: Record<string, Uint8Array>
}

export function objectTarget(random: Random): Target {
  const { key, context } = anyPlace(random)
  const samples = makeSamples({ key, context }, random)
  return {
    name: 'object in one piece',
    samples: samples.map(({ parts }) => parts),
    compose: (random) => compose(samples, random),
    open: (input) => Buffer.concat(Object.values(decryptObject(key, context, input))),
  }
}

/** One field of an object opens whatever the others are like, so what counts is that it says what was written. */
export function oneFieldTarget(random: Random): Target {
  const { key, context } = anyPlace(random)
  const samples = makeSamples({ key, context }, random)
  const wanted = new Set(samples.map(({ plaintexts }) => Buffer.from(plaintexts.a ?? []).toString('latin1')))
  return {
    name: 'one field of an object',
    samples: samples.map(({ parts }) => parts),
    compose: (random) => compose(samples, random),
    open: (input) => decryptObjectField(key, context, input, 'a'),
    isRight: (_, output) => wanted.has(Buffer.from(output).toString('latin1')),
  }
}

/** An object of 1 KiB, one with as many fields as there may be, and others with none or a few. */
function makeSamples({ key, context }: Place, random: Random): Sample[] {
  const few = () => NAMES.filter(() => random.below(2) === 0)
  const contents = [
    Object.fromEntries(['a', 'b', 'c'].map((name) => [name, random.bytes(267)])),
    Object.fromEntries(Array.from({ length: 256 }, (_, i) => [`f${i}`, random.bytes(i % 9)])),
    ...Array.from({ length: 10 }, () =>
      Object.fromEntries(few().map((name) => [name, anyPlaintext(random)])),
    ),
  ]
  return contents.map((plaintexts) => {
    const bytes = encryptObjectWith(drawnFrom(random), key, context, plaintexts)
    const ordered = Object.keys(plaintexts)
      .map((name) => Buffer.from(name))
      .sort(Buffer.compare)
    return sampleOf(Buffer.from(bytes), ordered, plaintexts)
  })
}

function sampleOf(bytes: Buffer, names: Buffer[], plaintexts: Record<string, Uint8Array>): Sample {
  const directory: number[] = [ENVELOPE_BYTES, ENVELOPE_BYTES + 2]
  for (const name of names) {
    const at = directory.at(-1) ?? 0
    directory.push(at + 2, at + 2 + name.length, at + 6 + name.length)
  }
  const cuts = [...directory]
  const fields = names.map((name) => {
    const start = cuts.at(-1) ?? 0
    const length = (plaintexts[name.toString()] ?? []).length
    cuts.push(start + 12, start + 12 + length, start + 28 + length)
    return { name, sealed: bytes.subarray(start, start + 28 + length) }
  })
  const parts = cutAt(bytes, ...HEADER_CUTS, 62, 94, ...cuts.slice(0, -1))
  return { parts, envelope: bytes.subarray(0, ENVELOPE_BYTES), fields, plaintexts }
}

/** An object of genuine pieces with a directory that fits them: fields dropped, doubled, moved, renamed, exchanged. */
function compose(samples: readonly Sample[], random: Random): Buffer {
  const { envelope, fields } = random.pick(samples)
  const chosen = fields.filter(() => random.below(8) > 0)
  for (let change = random.below(3); change > 0; change--) {
    const at = random.below(chosen.length + 1)
    const other = random.pick(samples).fields
    const field = other.length > 0 ? random.pick(other) : { name: Buffer.from('z'), sealed: random.bytes(28) }
    if (random.below(2) === 0) chosen.splice(at, 0, field)
    else chosen[at] = { name: field.name, sealed: random.pick([...fields, field]).sealed }
  }
  const renamed = chosen.map((field) =>
    random.below(20) === 0 ? { ...field, name: random.bytes(random.below(140)) } : field,
  )
  return Buffer.concat([envelope, directoryOf(renamed), ...renamed.map(({ sealed }) => sealed)])
}

function directoryOf(fields: readonly Field[]): Buffer {
  const entries = fields.flatMap(({ name, sealed }) => [u16(name.length), name, u32(sealed.length - 28)])
  return Buffer.concat([u16(fields.length), ...entries])
}

function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}

function u32(value: number): Buffer {
  return Buffer.concat([u16(value >>> 16), u16(value & 0xffff)])
}
