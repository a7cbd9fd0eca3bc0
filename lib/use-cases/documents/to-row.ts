import { decodeDocument } from '@/lib/domain/document-fields'
import type { Fields, Outcome } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { DocumentRow } from '@/lib/domain/views/documents'
import type { StoredDocument } from './open-documents'

/** A document as its row shows it; one that doesn't open says so and leaves the others alone. */
export function toDocumentRow(row: StoredDocument, outcome: Outcome<Fields>): DocumentRow {
  const stored = { id: row.id, sizeBytes: row.sizeBytes, createdAt: row.createdAt.toISOString() }
  if (!outcome.ok) {
    const { code, message, fix } = outcome
    return { ...stored, state: 'closed', code, message, fix }
  }
  try {
    return { ...stored, state: 'open', ...decodeDocument(outcome.value) }
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    return { ...stored, state: 'closed', code: error.code, message: error.message, fix: error.fix }
  }
}
