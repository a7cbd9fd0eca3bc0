import { z } from 'zod'
import { actionLabel, auditSentence } from '@/lib/domain/audit-sentences'
import type { AuditPage, AuditRow } from '@/lib/domain/views/audit'
import { type AuditFilter, auditFacets, listAudit as readPage } from '@/lib/store/audit'
import { type Context, inOrganization } from '../context'
import { cutPage, takeFor } from '../keyset'

const PAGE_SIZE = 50

/** The person filter's value for what the product did by itself. */
export const BY_ITSELF = 'itself'

/** A page's search parameters; what isn't one counts as not given. Days are those of UTC, both included. */
export const listAuditInput = z.object({
  action: z.string().min(1).max(100).optional().catch(undefined),
  person: z
    .union([z.literal(BY_ITSELF), z.uuid()])
    .optional()
    .catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
})
export type ListAudit = z.infer<typeof listAuditInput>

/** One page of the audit log, newest first. Needs no key. @throws LatchkeyError forbidden */
export async function listAudit(context: Context, input: ListAudit): Promise<AuditPage> {
  const { scope } = inOrganization(context, 'audit.read')
  const [found, facets] = await Promise.all([
    readPage(scope, toFilter(input), takeFor(PAGE_SIZE, input)),
    auditFacets(scope),
  ])
  const { rows, previous, next } = cutPage(found, PAGE_SIZE, input, ({ id }) => id)
  const actions = facets.actions.map((action) => ({ action, label: actionLabel(action) }))
  const people = new Map(facets.actors.map(toPerson))
  return {
    entries: rows.map(toRow),
    previous,
    next,
    actions,
    people: [...people].map(([id, name]) => ({ id, name })),
  }
}

function toPerson({ actorId, actorName }: { actorId: string | null; actorName: string }): [string, string] {
  return actorId ? [actorId, actorName] : [BY_ITSELF, 'Latchkey, by itself']
}

function toFilter({ action, person, from, to, after, before }: ListAudit): AuditFilter {
  return {
    action,
    actorId: person === BY_ITSELF ? null : person,
    from: from ? new Date(`${from}T00:00:00Z`) : undefined,
    to: to ? dayAfter(to) : undefined,
    after,
    before,
  }
}

function dayAfter(day: string): Date {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + 1)
  return date
}

const detailOf = z.record(z.string(), z.unknown()).catch({})

function toRow(entry: Awaited<ReturnType<typeof readPage>>[number]): AuditRow {
  const { id, actorId, actorName, action, target } = entry
  const detail = detailOf.parse(entry.detail)
  const sentence = auditSentence(action, detail)
  return { id, at: entry.at.toISOString(), actorId, actorName, action, target, sentence, detail }
}
