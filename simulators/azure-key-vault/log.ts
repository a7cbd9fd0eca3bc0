import { z } from 'zod'
import { logEntryBase } from '../shared/log'

/** One call as the customer sees it: an audit event of a vault, or a sign-in to the directory. */
export const logEntrySchema = logEntryBase.extend({
  /** As Azure names it, such as `KeyUnwrap`; `SignIn` at the directory. */
  operationName: z.string(),
  /** The key's URL without a version, where the call named one. */
  key: z.string().nullable(),
  /** The application's client id, where there was one to see. */
  appId: z.string().nullable(),
  httpStatusCode: z.number(),
})

export type LogEntry = z.infer<typeof logEntrySchema>
