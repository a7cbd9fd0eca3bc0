import { z } from 'zod'
import { Store } from '../shared/store'
import { bindingsSchema, keySchema } from './keys'
import { logEntrySchema } from './log'
import { projectSchema } from './principals'

const ringSchema = z.object({ name: z.string(), createdAt: z.number(), bindings: bindingsSchema })
export type Ring = z.infer<typeof ringSchema>

const stateSchema = z.object({
  version: z.literal(1),
  clockOffsetMs: z.number(),
  projects: z.array(projectSchema),
  rings: z.array(ringSchema),
  keys: z.array(keySchema),
  logs: z.record(z.string(), z.array(logEntrySchema)),
})
/** All that outlives a restart. Credentials come from the seed, and so do projects that are not here yet. */
export type State = z.infer<typeof stateSchema>

const emptyState = (): State => ({
  version: 1,
  clockOffsetMs: 0,
  projects: [],
  rings: [],
  keys: [],
  logs: {},
})

export const makeStore = (file: string | null): Store<State> => new Store(file, stateSchema, emptyState)
