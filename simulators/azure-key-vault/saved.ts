import { z } from 'zod'
import { logEntrySchema } from './log'
import { stateSchema } from './state'

/** All that outlives a restart. The applications and their secrets come from the seed instead. */
export const savedSchema = z.object({
  version: z.literal(1),
  clockOffsetMs: z.number(),
  state: stateSchema,
  /** By vault or directory. */
  logs: z.record(z.string(), z.array(logEntrySchema)),
})

export type Saved = z.infer<typeof savedSchema>

export const nothingSaved = (): Saved => ({
  version: 1,
  clockOffsetMs: 0,
  state: { tenants: {}, vaults: {} },
  logs: {},
})
