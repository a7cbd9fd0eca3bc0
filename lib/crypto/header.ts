import { type Bytes, requireBytes } from './encoding'
import { DoesNotOpenError } from './errors'

const FORMAT_VERSION = 1
const COMMITMENT_BYTES = 32
/** format version 1 | suite 1 | key version 4 | key commitment 32 */
export const HEADER_BYTES = 38

/** The suites by number. A number is never given a new meaning; `docs/format.md` describes each. */
export const SUITES = { value: 1, strict: 2, object: 3, stream: 4, detachedObject: 5 } as const
export type Suite = (typeof SUITES)[keyof typeof SUITES]

/** What can be said of a suite without reading code: the same as in the table of `docs/format.md`. */
interface SuiteFacts {
  /** reserved: refused until it is made */
  state: 'in use' | 'reserved'
  /** the approved methods that it is made of */
  fipsBasis: readonly string[]
  /** what no second key or context can be found for that opens the same ciphertext */
  commitsTo: readonly ('key' | 'context')[]
}

export const SUITE_FACTS: Readonly<Record<Suite, SuiteFacts>> = {
  [SUITES.value]: { state: 'in use', fipsBasis: ['SP 800-38D', 'SP 800-108r1'], commitsTo: ['key'] },
  [SUITES.strict]: {
    state: 'in use',
    fipsBasis: ['SP 800-38D', 'SP 800-56Cr2', 'FIPS 198-1'],
    commitsTo: ['key', 'context'],
  },
  [SUITES.object]: { state: 'in use', fipsBasis: ['SP 800-38D', 'SP 800-108r1'], commitsTo: ['key'] },
  [SUITES.stream]: {
    state: 'in use',
    fipsBasis: ['SP 800-38D', 'SP 800-108r1'],
    commitsTo: ['key', 'context'],
  },
  [SUITES.detachedObject]: { state: 'reserved', fipsBasis: [], commitsTo: [] },
}

const inUse: ReadonlySet<number> = new Set(
  Object.values(SUITES).filter((suite) => SUITE_FACTS[suite].state === 'in use'),
)

export interface Header {
  suite: Suite
  /** The version of the key that it was sealed under. */
  keyVersion: number
  /** 32 bytes: the id of the key that it was sealed under, and the commitment to it at once. */
  commitment: Uint8Array
}

/** The 38 bytes in front of everything sealed. Constant for a key and a suite, so they are searchable by prefix. */
export function encodeHeader(header: Header): Bytes {
  requireBytes(header.commitment, 'commitment', COMMITMENT_BYTES)
  const bytes = Buffer.allocUnsafeSlow(HEADER_BYTES)
  bytes[0] = FORMAT_VERSION
  bytes[1] = header.suite
  bytes.writeUInt32BE(header.keyVersion, 2)
  bytes.set(header.commitment, 6)
  return bytes
}

/** Whether this says that it is of the strict suite. */
export function isStrict(sealed: Uint8Array): boolean {
  return sealed[1] === SUITES.strict
}

/** Whether this begins with that header. Headers are public, so how long this takes tells nothing. */
export function hasHeader(sealed: Uint8Array, header: Uint8Array): boolean {
  for (let i = 0; i < HEADER_BYTES; i++) if (sealed[i] !== header[i]) return false
  return true
}

/**
 * Reads the header of anything sealed, so that the right key can be found. Says nothing about whether it opens.
 * Throws `DoesNotOpenError` for what is too short, and for an unknown version or suite.
 */
export function parseHeader(sealed: Uint8Array): Header {
  requireBytes(sealed, 'sealed')
  const suite = sealed[1]
  if (sealed.length < HEADER_BYTES || sealed[0] !== FORMAT_VERSION || !isInUse(suite)) {
    throw new DoesNotOpenError()
  }
  const view = new DataView(sealed.buffer, sealed.byteOffset, HEADER_BYTES)
  return { suite, keyVersion: view.getUint32(2), commitment: sealed.slice(6, HEADER_BYTES) }
}

function isInUse(suite: number | undefined): suite is Suite {
  return suite !== undefined && inUse.has(suite)
}
