import { Section } from '@/components/ui/card'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import type { PlatformTokenList } from '@/lib/domain/views/tokens'

/** The newest of the platform's own log. */
export function PlatformRecord({ record, now }: { record: PlatformTokenList['record']; now: string }) {
  return (
    <Section
      title="Record"
      description="What was done to tokens for every organization. Those for one organization stand in that one’s audit log."
    >
      <Table label="Record of the platform">
        <THead>
          <Tr>
            <Th>When</Th>
            <Th>Who</Th>
            <Th>What</Th>
          </Tr>
        </THead>
        <TBody>
          {record.map(({ id, at, actorName, sentence }) => (
            <Tr key={id}>
              <Td>
                <Time iso={at} now={now} />
              </Td>
              <Td className="whitespace-nowrap">{actorName}</Td>
              <Td className="min-w-64">{sentence}</Td>
            </Tr>
          ))}
          {record.length === 0 && <TableMessage kind="empty" columns={3} title="Nothing was done yet" />}
        </TBody>
      </Table>
    </Section>
  )
}
