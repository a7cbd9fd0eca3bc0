import { z } from 'zod'

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
