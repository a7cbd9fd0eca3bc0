import { z } from 'zod'

/** The story of the demo as far as the database knows it. */
export const tourView = z.object({
  keyLinked: z.boolean(),
  credentialStored: z.boolean(),
  connectionTested: z.boolean(),
  rotated: z.boolean(),
  stopped: z.boolean(),
  returned: z.boolean(),
})
export type TourView = z.infer<typeof tourView>
