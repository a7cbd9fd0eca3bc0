import { z } from 'zod'
import { CallLog, logEntryBase } from '../shared/log'

export const logEntrySchema = logEntryBase.extend({
  methodName: z.string(),
  serviceName: z.string(),
  principalEmail: z.string(),
  /** Who impersonated the principal: `serviceAccountDelegationInfo` of the real log. */
  delegatedBy: z.string().nullable(),
  resourceName: z.string(),
  authorizationInfo: z.array(
    z.object({ permission: z.string(), resource: z.string(), granted: z.boolean() }),
  ),
})
/** One call as Cloud Audit Logs have it; `errorCode` is the name of the status, null for OK. */
export type LogEntry = z.infer<typeof logEntrySchema>

/** The call logs of all projects, by project id. */
export class GoogleLog extends CallLog<LogEntry> {}
