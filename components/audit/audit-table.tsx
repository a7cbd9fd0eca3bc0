import { routes, withQuery } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { Pager } from '@/components/ui/pager'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import type { AuditPage, AuditRow } from '@/lib/domain/views/audit'
import type { AuditQuery } from './audit-filters'
import { EntryDetail } from './entry-detail'

export const AUDIT_COLUMNS = ['When', 'Who', 'What']

interface AuditTableProps {
  page: AuditPage
  query: AuditQuery
  now: string
}

/** One page of the log, newest first. */
export function AuditTable({ page, query, now }: AuditTableProps) {
  const { entries, previous, next } = page
  const shown = entries.length === 1 ? '1 entry shown' : `${entries.length} entries shown`
  return (
    <div className="grid gap-3">
      <Table label="Audit log">
        <THead>
          <Tr>
            {AUDIT_COLUMNS.map((column) => (
              <Th key={column} aria-sort={column === 'When' ? 'descending' : undefined}>
                {column}
              </Th>
            ))}
          </Tr>
        </THead>
        <TBody>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} now={now} />
          ))}
          {entries.length === 0 && (
            <TableMessage
              kind="no-match"
              columns={AUDIT_COLUMNS.length}
              title="No entry fits these filters"
              action={<ButtonLink href={routes.audit}>Show the whole log</ButtonLink>}
            >
              Try another kind, person or period.
            </TableMessage>
          )}
        </TBody>
      </Table>
      <Pager
        summary={shown}
        previousHref={previous === null ? null : withQuery(routes.audit, { ...query, before: previous })}
        nextHref={next === null ? null : withQuery(routes.audit, { ...query, after: next })}
      />
    </div>
  )
}

function Entry({ entry, now }: { entry: AuditRow; now: string }) {
  return (
    <Tr>
      <Td className="whitespace-nowrap align-top">
        <Time iso={entry.at} now={now} />
      </Td>
      <Td className="min-w-28 align-top [overflow-wrap:anywhere]">{entry.actorName}</Td>
      <Td className="min-w-64 align-top">
        <p className="max-w-prose [overflow-wrap:anywhere]">{entry.sentence}</p>
        <EntryDetail entry={entry} />
      </Td>
    </Tr>
  )
}
