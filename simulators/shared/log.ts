import { z } from 'zod'

const ENTRIES_MAX = 2000

/** What every cloud's log says of a call; each adds its own words. It holds no plaintext and no ciphertext. */
export const logEntryBase = z.object({
  /** Counts up per owner; ask for what is newer than the last one seen. */
  sequence: z.number(),
  time: z.iso.datetime(),
  /** null when the call went well. */
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  requestId: z.string(),
})
type LogEntryBase = z.infer<typeof logEntryBase>

/** The query of `GET …/log`. */
export const logQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(ENTRIES_MAX).default(200),
})

/** The call logs of all owners (accounts, vaults, projects), each bounded to its newest 2,000 entries. */
export class CallLog<Entry extends LogEntryBase> {
  readonly #entries: Map<string, Entry[]>

  constructor(saved: Record<string, Entry[]> = {}) {
    this.#entries = new Map(Object.entries(saved))
  }

  /** Writes the call into the log of every owner concerned. */
  append(owners: Iterable<string>, entryAt: (sequence: number) => Entry): void {
    for (const owner of new Set(owners)) {
      const entries = this.#entries.get(owner) ?? []
      entries.push(entryAt((entries.at(-1)?.sequence ?? 0) + 1))
      if (entries.length > ENTRIES_MAX) entries.splice(0, entries.length - ENTRIES_MAX)
      this.#entries.set(owner, entries)
    }
  }

  /** The newest entries first: at most `limit`, those after sequence `after`. */
  read(owner: string, after: number, limit: number): Entry[] {
    const entries = this.#entries.get(owner) ?? []
    return entries
      .filter((entry) => entry.sequence > after)
      .slice(-limit)
      .reverse()
  }

  toJSON(): Record<string, Entry[]> {
    return Object.fromEntries(this.#entries)
  }
}
