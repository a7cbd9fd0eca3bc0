import { z } from 'zod'
import type { DocumentPlace } from '@/lib/store/documents'

const parts = z.tuple([z.iso.datetime(), z.uuid()])

/** The cursor that an address carries. */
export const documentCursor = z
  .string()
  .max(100)
  .transform((text, context): DocumentPlace => {
    const parsed = parts.safeParse(text.split('~'))
    if (parsed.success) return { createdAt: new Date(parsed.data[0]), id: parsed.data[1] }
    context.addIssue('This is not the place of a document.')
    return z.NEVER
  })

/** The reverse of `documentCursor`. */
export function cursorOf({ createdAt, id }: DocumentPlace): string {
  return `${createdAt.toISOString()}~${id}`
}
