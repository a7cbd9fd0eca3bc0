import { isDeepStrictEqual } from 'node:util'
import { DoesNotOpenError, openShare } from '@/lib/crypto'
import type { Report } from '../report'
import { readVectors, type ShareFile, type StreamFile, type VectorFile } from './files'
import { hex } from './hex'
import { openDataKey, openField, openMaster, openObject, openStream, openValue, openWrap } from './own'

const FILES = ['latchkey-v1.json', 'latchkey-v1-strict.json', 'latchkey-v1-more.json']
const STREAM_FILE = 'latchkey-streams-v1.json'
const SHARE_FILE = 'latchkey-shares-v1.json'

/** What a vector must open to, null when it must not open, and what it opens to. */
interface Check {
  what: string
  expected: unknown
  open(): unknown
}

/** Tries every vector of ours; gives how many there are, and how many of them are negative. */
export function checkOwn(report: Report): { all: number; negative: number } {
  const checks = [...FILES.flatMap(checksOf), ...streamChecks(), ...shareChecks()]
  for (const { what, expected, open } of checks) {
    const found = outcome(open)
    report.check(isDeepStrictEqual(found, expected), what, { found, expected })
  }
  return { all: checks.length, negative: checks.filter(({ expected }) => expected === null).length }
}

function checksOf(name: string): Check[] {
  const file = readVectors<VectorFile>(name)
  const each = <T extends object>(
    section: string,
    vectors: T[] | undefined,
    open: (vector: T) => unknown,
    expected: (vector: T) => unknown,
  ): Check[] =>
    (vectors ?? []).map((vector) => ({
      what: `${name}, ${section}: ${'comment' in vector ? vector.comment : 'sub-keys'}`,
      expected: expected(vector) ?? null,
      open: () => open(vector),
    }))
  return [
    ...each('master keys', file.masterKeys, openMaster, ({ commitment }) => commitment),
    ...each('data keys', file.dataKeys, openDataKey, ({ subKeys }) => subKeys),
    ...each('wraps', file.wraps, openWrap, ({ key }) => key),
    ...each('values', file.values, openValue, ({ plaintext }) => plaintext),
    ...each('objects', file.objects, openObject, ({ fields }) => fields),
    ...each('fields', file.fields, openField, ({ plaintext }) => plaintext),
  ]
}

function streamChecks(): Check[] {
  const { streams, spoiled } = readVectors<StreamFile>(STREAM_FILE)
  const whole = new Map(streams.map(({ name, ciphertext }) => [name, hex(ciphertext)]))
  const pieceOf = ({ hex: bytes, of, start, end }: StreamFile['spoiled'][0]['pieces'][0]) =>
    bytes === undefined ? (whole.get(of ?? '') ?? Buffer.of()).subarray(start, end) : hex(bytes)
  return [
    ...streams.map((vector) => ({
      what: `${STREAM_FILE}: ${vector.comment}`,
      expected: [vector.plaintextBytes, vector.plaintextSha512],
      open: () => openStream(vector, hex(vector.ciphertext)),
    })),
    ...spoiled.map((vector) => ({
      what: `${STREAM_FILE}: ${vector.comment}`,
      expected: null,
      open: () => openStream(vector, Buffer.concat(vector.pieces.map(pieceOf))),
    })),
  ]
}

function shareChecks(): Check[] {
  return readVectors<ShareFile>(SHARE_FILE).shares.map(
    ({ comment, kek, context, sealed, share, result }) => ({
      what: `${SHARE_FILE}: ${comment}`,
      expected: result === 'valid' ? share : null,
      open: () => Buffer.from(openShare(hex(kek), context, hex(sealed))).toString('hex'),
    }),
  )
}

function outcome(open: () => unknown): unknown {
  try {
    return open()
  } catch (error) {
    if (error instanceof DoesNotOpenError) return null
    throw error
  }
}
