import Link from 'next/link'
import { ShortKey } from '@/components/rotation/short-key'
import { StatusPill } from '@/components/rotation/status-pill'
import { routes, withQuery } from '@/components/shell/routes'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import type { DeskList } from '@/lib/domain/views/rotation'
import type { DeskShow } from './desk-filter'

interface DeskTableProps {
  requests: DeskList['requests']
  show: DeskShow
  now: string
}

/** The queue over all organizations: how long each request has waited, whose it is and why. */
export function DeskTable({ requests, show, now }: DeskTableProps) {
  return (
    <Table label="Rotation requests of all organizations">
      <THead>
        <Tr>
          <Th>Organization</Th>
          <Th>State</Th>
          <Th>Asked</Th>
          <Th>Asked by</Th>
          <Th>Reason</Th>
          <Th>New key</Th>
          <Th>Expires</Th>
        </Tr>
      </THead>
      <TBody>
        {requests.map((request) => (
          <Tr key={request.id} interactive>
            <Td>
              <Link
                href={routes.supportRequest(request.id)}
                className="whitespace-nowrap rounded-sm font-medium hover:underline"
              >
                {request.organization.name}
              </Link>
            </Td>
            <Td>
              <StatusPill status={request.status} />
            </Td>
            <Td>
              <Time iso={request.requestedAt} now={now} />
            </Td>
            <Td className="whitespace-nowrap">
              {request.requestedBy} {request.own && <Badge>You</Badge>}
            </Td>
            <Td className="min-w-48 max-w-80">
              <span className="line-clamp-2">{request.reason}</span>
            </Td>
            <Td>
              <ShortKey keyId={request.newKeyId} />
            </Td>
            <Td>{request.status === 'waiting' ? <Time iso={request.expiresAt} now={now} /> : '–'}</Td>
          </Tr>
        ))}
        {requests.length === 0 && <Nothing show={show} />}
      </TBody>
    </Table>
  )
}

function Nothing({ show }: { show: DeskShow }) {
  if (show === 'all') {
    return (
      <TableMessage kind="empty" columns={7} title="No rotation has been asked for yet">
        Requests of all organizations arrive here.
      </TableMessage>
    )
  }
  const title = show === 'waiting' ? 'Nothing waits for a decision' : 'No request in this state'
  return (
    <TableMessage
      kind="no-match"
      columns={7}
      title={title}
      action={<ButtonLink href={withQuery(routes.support, { show: 'all' })}>Show all requests</ButtonLink>}
    />
  )
}
