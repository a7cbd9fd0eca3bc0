import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Store } from '../shared/store'
import { keySchema } from './keys'
import { logEntrySchema } from './log'
import { roleSchema } from './roles'

const makeSessionKey = () => randomBytes(32).toString('base64')

const stateSchema = z.object({
  version: z.literal(1),
  clockOffsetMs: z.number(),
  keys: z.array(keySchema),
  /** Alias ARN to key id. */
  aliases: z.record(z.string(), z.string()),
  roles: z.array(roleSchema).default([]),
  /** The key of session tokens, 256 bits in base64. */
  sessionKey: z.string().default(makeSessionKey),
  sessionsEndedBeforeMs: z.number().default(0),
  logs: z.record(z.string(), z.array(logEntrySchema)),
})
/** All that outlives a restart. Accounts and their credentials come from the seed instead. */
export type State = z.infer<typeof stateSchema>

const emptyState = (): State =>
  stateSchema.parse({ version: 1, clockOffsetMs: 0, keys: [], aliases: {}, logs: {} })

export const makeStore = (file: string | null): Store<State> => new Store(file, stateSchema, emptyState)
