import Link from 'next/link'
import { routes, withQuery } from '@/components/shell/routes'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Pager } from '@/components/ui/pager'
import { StatePill } from '@/components/ui/state-pill'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import type { ConnectionPage, ConnectionRow } from '@/lib/domain/views/connections'
import { testWords } from './outcome-words'

export const CONNECTION_COLUMNS = ['Name', 'Host', 'Database', 'User', 'Last test']

interface ConnectionsTableProps {
  page: ConnectionPage
  search: string | undefined
  now: string
}

/** One page of connections. Names and hosts need no key, so it stays while the key is denied. */
export function ConnectionsTable({ page, search, now }: ConnectionsTableProps) {
  const { connections, matches, previous, next } = page
  const count = matches === 1 ? '1 connection' : `${matches.toLocaleString('en')} connections`
  return (
    <div className="grid gap-3">
      <Table label="Connections">
        <THead>
          <Tr>
            {CONNECTION_COLUMNS.map((column) => (
              <Th key={column} aria-sort={column === 'Name' ? 'ascending' : undefined}>
                {column}
              </Th>
            ))}
          </Tr>
        </THead>
        <TBody>
          {connections.map((connection) => (
            <ConnectionLine key={connection.id} connection={connection} now={now} />
          ))}
          {connections.length === 0 && <NoRows search={search} matches={matches} />}
        </TBody>
      </Table>
      <Pager
        summary={search ? `${count} found` : count}
        previousHref={pageHref(search, { before: previous })}
        nextHref={pageHref(search, { after: next })}
      />
    </div>
  )
}

function pageHref(search: string | undefined, turn: Record<string, string | null>) {
  return Object.values(turn).includes(null) ? null : withQuery(routes.connections, { search, ...turn })
}

function ConnectionLine({ connection, now }: { connection: ConnectionRow; now: string }) {
  const { id, name, host, port, database, username, verifyTls, lastTestAt, lastTestCode } = connection
  const { tone, label } = testWords(lastTestCode)
  return (
    <Tr interactive>
      <Td className="min-w-44 max-w-72 [overflow-wrap:anywhere]">
        <Link href={routes.connection(id)} className="font-medium text-ink hover:underline">
          {name}
        </Link>
      </Td>
      <Td className="min-w-52 max-w-80 [overflow-wrap:anywhere]">
        {host}:{port} {!verifyTls && <Badge>TLS not verified</Badge>}
      </Td>
      <Td className="min-w-32 max-w-48 [overflow-wrap:anywhere]">{database}</Td>
      <Td className="min-w-32 max-w-48 [overflow-wrap:anywhere]">{username}</Td>
      <Td className="whitespace-nowrap">
        <span className="inline-flex items-center gap-2">
          <StatePill tone={tone}>{label}</StatePill>
          {lastTestAt && <Time iso={lastTestAt} now={now} className="text-ink-faint" />}
        </span>
      </Td>
    </Tr>
  )
}

function NoRows({ search, matches }: { search: string | undefined; matches: number }) {
  const columns = CONNECTION_COLUMNS.length
  if (matches > 0) {
    return (
      <TableMessage
        kind="no-match"
        columns={columns}
        title="Nothing is left on this page"
        action={
          <ButtonLink href={withQuery(routes.connections, { search })}>Go to the first page</ButtonLink>
        }
      />
    )
  }
  return (
    <TableMessage
      kind="no-match"
      columns={columns}
      title={`No connection matches “${search}”`}
      action={<ButtonLink href={routes.connections}>Show all connections</ButtonLink>}
    >
      Names and hosts are searched.
    </TableMessage>
  )
}
