import { z } from 'zod'

const stored = { id: z.uuid(), sizeBytes: z.number(), createdAt: z.iso.datetime() }

/** A document as its row shows it: opened for this request, or why it doesn't open. */
export const documentRow = z.discriminatedUnion('state', [
  z.object({ ...stored, state: z.literal('open'), name: z.string(), elements: z.array(z.string()) }),
  z.object({ ...stored, state: z.literal('closed'), code: z.string(), message: z.string(), fix: z.string() }),
])
export type DocumentRow = z.infer<typeof documentRow>

/** One page of documents, newest first. */
export const documentPage = z.object({
  documents: z.array(documentRow),
  /** how many there are in all */
  total: z.number(),
  /** of a search: how many names match, how many documents did not open, and how many older ones it left out */
  search: z.object({ matches: z.number(), unopened: z.number(), leftOut: z.number() }).nullable(),
  /** the cursors to turn by: the page above ends before `previous`, the one below begins after `next` */
  previous: z.string().nullable(),
  next: z.string().nullable(),
})
export type DocumentPage = z.infer<typeof documentPage>

const once = z.string().min(1).max(200).optional().catch(undefined)

/** Which documents the address of the page asks for; what can't be a value counts as not given. */
export const documentsAddress = z.object({ search: once, after: once, before: once })
