import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'

/** An id that arrived from outside. @throws LatchkeyError not_found for one that no row can have */
export function knownId(text: string): string {
  const id = opaqueId.safeParse(text)
  if (!id.success) throw new LatchkeyError('not_found')
  return id.data
}
