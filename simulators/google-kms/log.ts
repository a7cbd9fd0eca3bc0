import { z } from 'zod'

const ENTRIES_MAX = 2000

export const logEntrySchema = z.object({
  /** Counts up per project; ask for what is newer than the last one seen. */
  sequence: z.number(),
  timestamp: z.iso.datetime(),
  methodName: z.string(),
  serviceName: z.string(),
  principalEmail: z.string(),
  /** Who impersonated the principal, as `serviceAccountDelegationInfo` of the real log. */
  delegatedBy: z.string().nullable(),
  resourceName: z.string(),
  authorizationInfo: z.array(
    z.object({ permission: z.string(), resource: z.string(), granted: z.boolean() }),
  ),
  /** `OK`, or the name of a gRPC status. */
  status: z.string(),
  message: z.string().nullable(),
  insertId: z.string(),
})
/** One call as Cloud Audit Logs have it; holds no plaintext, no ciphertext and no additional data. */
export type LogEntry = z.infer<typeof logEntrySchema>

/** The call logs of all projects, each bounded to its newest entries. */
export class CallLog {
  readonly #entries: Map<string, LogEntry[]>

  constructor(saved: Record<string, LogEntry[]> = {}) {
    this.#entries = new Map(Object.entries(saved))
  }

  append(project: string, entry: Omit<LogEntry, 'sequence'>): void {
    const entries = this.#entries.get(project) ?? []
    entries.push({ sequence: (entries.at(-1)?.sequence ?? 0) + 1, ...entry })
    if (entries.length > ENTRIES_MAX) entries.splice(0, entries.length - ENTRIES_MAX)
    this.#entries.set(project, entries)
  }

  /** The newest entries first: at most `limit`, those after sequence `after`. */
  read(project: string, after: number, limit: number): LogEntry[] {
    const entries = this.#entries.get(project) ?? []
    return entries
      .filter((entry) => entry.sequence > after)
      .slice(-limit)
      .reverse()
  }

  toJSON(): Record<string, LogEntry[]> {
    return Object.fromEntries(this.#entries)
  }
}
