/** One entry of the audit log as its page shows it. */
export interface AuditRow {
  id: string
  /** ISO 8601 */
  at: string
  /** null: the product itself */
  actorId: string | null
  actorName: string
  action: string
  target: string | null
  /** what happened, in a sentence */
  sentence: string
  /** everything that was recorded with it; holds no secrets */
  detail: Record<string, unknown>
}

/** One page of the audit log, newest first. */
export interface AuditPage {
  entries: AuditRow[]
  /** the ids to turn by: the page above ends before `previous`, the one below begins after `next` */
  previous: string | null
  next: string | null
  /** the kinds of change and the people that occur in the log */
  actions: { action: string; label: string }[]
  people: { id: string; name: string }[]
}
