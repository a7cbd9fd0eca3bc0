import { z } from 'zod'
import { CallLog, logEntryBase } from '../shared/log'

export const logEntrySchema = logEntryBase.extend({
  eventName: z.string(),
  eventSource: z.enum(['kms.amazonaws.com', 'sts.amazonaws.com']),
  awsRegion: z.string(),
  principalArn: z.string(),
  principalAccountId: z.string(),
  /** ARNs of the keys, or the role, that the call was about; empty when it named none that exist. */
  resources: z.array(z.string()),
  encryptionContext: z.record(z.string(), z.string()).nullable(),
})
/** One call as the account's owner sees it in CloudTrail. */
export type LogEntry = z.infer<typeof logEntrySchema>

/** The call logs of all accounts, by account id. */
export class AwsLog extends CallLog<LogEntry> {}
