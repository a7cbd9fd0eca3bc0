import { documentContext } from '@/lib/domain/document-fields'
import { type Fields, MAX_BATCH, type Outcome } from '@/lib/domain/encryption-core'
import { type ErrorCode, LatchkeyError } from '@/lib/domain/errors'
import type { ObjectStorage } from '@/lib/objects/storage'
import type { OrganizationContext } from '../context'
import { mapBounded } from '../map-bounded'

/** A document's index row. */
export interface StoredDocument {
  id: string
  objectKey: string
  sizeBytes: number
  createdAt: Date
}

const READS_AT_ONCE = 16
const BATCHES_AT_ONCE = 2
/** Half of the most, so that reading one batch and opening another overlap. */
const BATCH = { items: MAX_BATCH / 2, bytes: 2 << 20 }

/** These close a whole class of data; anything else is the matter of one document. */
const CLOSING: ErrorCode[] = ['key_denied', 'key_unreachable', 'platform_key_unavailable']

const MISSING: Outcome<Fields> = {
  ok: false,
  code: 'does_not_open',
  message: 'The stored object is missing.',
  fix: 'Tell support. It may have to be restored from a backup.',
}

/**
 * Reads documents from object storage and opens them, in order; nothing of it is kept.
 * @param fields the fields to open; all when not given
 * @returns for each document its fields, or why this one doesn't open
 * @throws LatchkeyError when none of them can be opened now: key_denied, key_unreachable,
 *   platform_key_unavailable, service_unavailable
 */
export async function openDocuments<Row extends StoredDocument>(
  context: OrganizationContext,
  rows: Row[],
  fields?: string[],
): Promise<{ row: Row; outcome: Outcome<Fields> }[]> {
  const opened = await mapBounded(inBatches(rows), BATCHES_AT_ONCE, async (batch) => {
    const outcomes = await openBatch(context, batch, fields)
    return batch.map((row, index) => ({ row, outcome: outcomes[index] ?? MISSING }))
  })
  return opened.flat()
}

async function openBatch(
  { core, objects, organization }: OrganizationContext,
  rows: StoredDocument[],
  fields: string[] | undefined,
): Promise<Outcome<Fields>[]> {
  const envelopes = await mapBounded(rows, READS_AT_ONCE, (row) => readIfThere(objects, row.objectKey))
  const items = rows.flatMap(({ id }, index) => {
    const envelope = envelopes[index]
    return envelope ? [{ context: documentContext(organization.id, id), envelope, fields }] : []
  })
  const outcomes = items.length > 0 ? await core.decryptObjects(items) : []
  for (const outcome of outcomes) refuseIfClosed(outcome)
  const next = outcomes.values()
  return envelopes.map((envelope) => (envelope ? (next.next().value ?? MISSING) : MISSING))
}

async function readIfThere(objects: ObjectStorage, key: string): Promise<Uint8Array | null> {
  try {
    return await objects.get(key)
  } catch (error) {
    if (error instanceof LatchkeyError && error.code === 'not_found') return null
    throw error
  }
}

function refuseIfClosed(outcome: Outcome<Fields>): void {
  if (outcome.ok || !CLOSING.includes(outcome.code)) return
  throw new LatchkeyError(outcome.code, { message: outcome.message, fix: outcome.fix })
}

function inBatches<Row extends StoredDocument>(rows: Row[]): Row[][] {
  const batches: Row[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const row of rows) {
    const batch = batches.at(-1)
    bytes += row.sizeBytes
    if (batch && batch.length < BATCH.items && bytes <= BATCH.bytes) {
      batch.push(row)
    } else {
      batches.push([row])
      bytes = row.sizeBytes
    }
  }
  return batches
}
