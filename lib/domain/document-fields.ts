import { z } from 'zod'
import type { Fields, ObjectContext } from './encryption-core'
import { LatchkeyError } from './errors'
import { line } from './text'

/** The parts of a document that are encrypted. */
export interface DocumentFields {
  name: string
  /** references to elements of a data model, such as `orders.customer_id` */
  elements: string[]
}

/** Most element references in one document. */
export const MAX_ELEMENTS = 500

const element = line(200)

function whatIsWrong(lines: string[]): string | undefined {
  if (lines.length > MAX_ELEMENTS) return `Give at most ${MAX_ELEMENTS} references.`
  const wrong = lines.findIndex((reference) => !element.safeParse(reference).success)
  return wrong < 0 ? undefined : `Reference ${wrong + 1} is too long, or holds something other than text.`
}

/** A document's fields as its form sends them: the references one per line, empty lines left out. */
export const documentFields = {
  name: line(200),
  elements: z
    .string({ error: 'Write the references one per line.' })
    .max(MAX_ELEMENTS * 202, { error: 'This is too much text.' })
    .transform((text) => text.split(/\r\n|\r|\n/).flatMap((reference) => reference.trim() || []))
    .superRefine((lines, context) => {
      const wrong = whatIsWrong(lines)
      if (wrong) context.addIssue(wrong)
    }),
}

/** Where a document's envelope lives, for the binding of its ciphertext. */
export function documentContext(organization: string, id: string): ObjectContext {
  return { organization, dataClass: 'document_metadata', object: id }
}

/** The key of a document's envelope in object storage. */
export function documentObjectKey(organization: string, id: string): string {
  return `documents/${organization}/${id}`
}

/** The fields of a document, as they are encrypted. */
export function encodeDocument({ name, elements }: DocumentFields): Fields {
  const encoder = new TextEncoder()
  return { name: encoder.encode(name), elements: encoder.encode(JSON.stringify(elements)) }
}

/** A document's name among its opened fields. @throws LatchkeyError does_not_open */
export function decodeName(fields: Fields): string {
  return decode(fields, 'name', (text) => text)
}

/** A document from its opened fields. @throws LatchkeyError does_not_open */
export function decodeDocument(fields: Fields): DocumentFields {
  const elements = decode(fields, 'elements', (text) => z.array(z.string()).parse(JSON.parse(text)))
  return { name: decodeName(fields), elements }
}

function decode<T>(fields: Fields, name: keyof DocumentFields, read: (text: string) => T): T {
  try {
    const bytes = fields[name]
    if (!bytes) throw new TypeError(`the envelope has no field ${name}`)
    return read(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new LatchkeyError('does_not_open', { cause })
  }
}
