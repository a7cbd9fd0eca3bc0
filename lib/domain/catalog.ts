import { z } from 'zod'
import { LatchkeyError } from './errors'

/** The schemas of a database with their tables, as a connection test found them. */
export const catalog = z.array(z.object({ schema: z.string(), tables: z.array(z.string()) }))
export type Catalog = z.infer<typeof catalog>

/** The bytes of a catalog, as they are encrypted. */
export function encodeCatalog(value: Catalog): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

/** The reverse of `encodeCatalog`. @throws LatchkeyError does_not_open */
export function decodeCatalog(bytes: Uint8Array): Catalog {
  try {
    return catalog.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (cause) {
    throw new LatchkeyError('does_not_open', { cause })
  }
}
