import Link from 'next/link'
import { routes } from '@/components/shell/routes'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import type { RotationRow } from '@/lib/domain/views/rotation'
import { ShortKey } from './short-key'
import { StatusPill } from './status-pill'

/** An organization's requests, newest first. */
export function RotationTable({ requests, now }: { requests: RotationRow[]; now: string }) {
  return (
    <Table label="Rotation requests">
      <THead>
        <Tr>
          <Th>Reason</Th>
          <Th>State</Th>
          <Th>New key</Th>
          <Th>Asked by</Th>
          <Th>Asked</Th>
          <Th>Finished</Th>
        </Tr>
      </THead>
      <TBody>
        {requests.map((request) => (
          <Tr key={request.id} interactive>
            <Td className="min-w-48 max-w-96">
              <Link
                href={routes.rotationRequest(request.id)}
                className="line-clamp-2 rounded-sm font-medium hover:underline"
              >
                {request.reason}
              </Link>
            </Td>
            <Td>
              <StatusPill status={request.status} />
            </Td>
            <Td>
              <ShortKey keyId={request.newKeyId} />
            </Td>
            <Td className="whitespace-nowrap">{request.requestedBy}</Td>
            <Td>
              <Time iso={request.requestedAt} now={now} />
            </Td>
            <Td>{request.finishedAt ? <Time iso={request.finishedAt} now={now} /> : '–'}</Td>
          </Tr>
        ))}
        {requests.length === 0 && (
          <TableMessage kind="empty" columns={6} title="No rotation has been asked for">
            A rotation puts another root key in place of the one you have, while everything goes on.
          </TableMessage>
        )}
      </TBody>
    </Table>
  )
}
