import { z } from 'zod'
import { LatchkeyError } from './errors'

/** A UUID that names one kind of thing; the brand keeps one kind from standing in for another. */
function idOf<Brand extends string>(_brand: Brand) {
  return z.uuid().brand<Brand>()
}

export const organizationId = idOf('OrganizationId')
export const userId = idOf('UserId')

export type OrganizationId = z.infer<typeof organizationId>
export type UserId = z.infer<typeof userId>

/** Any opaque id that arrives from outside. A malformed one is treated like one that doesn't exist. */
export const opaqueId = z.uuid()

/**
 * An id out of an address or a form.
 * @throws LatchkeyError not_found when it is malformed: it names nothing, like one that doesn't exist
 */
export function idOrNotFound(text: string): string {
  const parsed = opaqueId.safeParse(text)
  if (!parsed.success) throw new LatchkeyError('not_found')
  return parsed.data
}
