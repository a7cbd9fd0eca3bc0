import { z } from 'zod'

/** The last document of a page: where the next one begins. */
export interface DocumentCursor {
  createdAt: Date
  id: string
}

const parts = z.tuple([z.iso.datetime(), z.uuid()])

/** The cursor that an address carries. */
export const documentCursor = z
  .string()
  .max(100)
  .transform((text, context): DocumentCursor => {
    const parsed = parts.safeParse(text.split('~'))
    if (parsed.success) return { createdAt: new Date(parsed.data[0]), id: parsed.data[1] }
    context.addIssue('This is not the end of a page.')
    return z.NEVER
  })

/** The reverse of `documentCursor`. */
export function cursorAfter({ createdAt, id }: DocumentCursor): string {
  return `${createdAt.toISOString()}~${id}`
}
