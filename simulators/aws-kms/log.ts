import { z } from 'zod'

const ENTRIES_MAX = 2000

export const logEntrySchema = z.object({
  /** Counts up per account; ask for what is newer than the last one seen. */
  sequence: z.number(),
  time: z.iso.datetime(),
  eventName: z.string(),
  eventSource: z.literal('kms.amazonaws.com'),
  awsRegion: z.string(),
  principalArn: z.string(),
  principalAccountId: z.string(),
  /** ARNs of the keys the call was about; empty when it named none that exist. */
  resources: z.array(z.string()),
  encryptionContext: z.record(z.string(), z.string()).nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  requestId: z.string(),
})
/** One call as the account's owner sees it; holds no plaintext and no ciphertext. */
export type LogEntry = z.infer<typeof logEntrySchema>

/** The call logs of all accounts, each bounded to its newest entries. */
export class CallLog {
  readonly #entries: Map<string, LogEntry[]>

  constructor(saved: Record<string, LogEntry[]> = {}) {
    this.#entries = new Map(Object.entries(saved))
  }

  /** Writes the call into the log of every account concerned. */
  append(accountIds: Iterable<string>, entry: Omit<LogEntry, 'sequence'>): void {
    for (const accountId of new Set(accountIds)) {
      const entries = this.#entries.get(accountId) ?? []
      entries.push({ sequence: (entries.at(-1)?.sequence ?? 0) + 1, ...entry })
      if (entries.length > ENTRIES_MAX) entries.splice(0, entries.length - ENTRIES_MAX)
      this.#entries.set(accountId, entries)
    }
  }

  /** The newest entries first: at most `limit`, those after sequence `after`. */
  read(accountId: string, after: number, limit: number): LogEntry[] {
    const entries = this.#entries.get(accountId) ?? []
    return entries
      .filter((entry) => entry.sequence > after)
      .slice(-limit)
      .reverse()
  }

  toJSON(): Record<string, LogEntry[]> {
    return Object.fromEntries(this.#entries)
  }
}
