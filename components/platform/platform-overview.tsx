import { AvailabilityPill } from '@/components/keys/availability-pill'
import { AgeBar } from '@/components/ui/age-bar'
import { Callout } from '@/components/ui/callout'
import { Section } from '@/components/ui/card'
import { CopyableId } from '@/components/ui/code-block'
import { KeyValueList } from '@/components/ui/key-value'
import { StatePill } from '@/components/ui/state-pill'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import type { PlatformView } from '@/lib/domain/views/platform'

/** The health of the whole: our own root, every organization's key, the processes that hold keys. */
export function PlatformOverview({ view }: { view: PlatformView }) {
  const now = view.readAt
  return (
    <>
      <PlatformRoot root={view.root} now={now} />
      <Organizations organizations={view.organizations} now={now} />
      <Processes processes={view.processes} now={now} />
    </>
  )
}

function PlatformRoot({ root, now }: { root: PlatformView['root']; now: string }) {
  if (!root) {
    return (
      <Callout tone="warn" whose="operator" title="There is no platform root yet.">
        The encryption service records it when it starts for the first time.
      </Callout>
    )
  }
  return (
    <Section
      title="Platform root"
      description="Half of every master key hangs on it. Without it nothing opens, for any organization."
      aside={<AvailabilityPill availability={root.availability} />}
    >
      {root.availability !== 'active' && (
        <Callout tone="stopped" whose="operator" title={root.reason}>
          {root.fix} Since <Time iso={root.since} now={now} />.
        </Callout>
      )}
      <KeyValueList
        items={[
          { label: 'Key ARN', value: <CopyableId value={root.keyId} label="ARN of the platform root" /> },
          {
            label: 'Age',
            value: (
              <AgeBar
                label="Platform root"
                ageDays={root.ageDays}
                limitDays={root.limitDays}
                className="max-w-sm"
              />
            ),
          },
          {
            label: 'Last proof',
            value: root.lastProofAt ? <Time iso={root.lastProofAt} now={now} /> : 'Not yet',
          },
        ]}
      />
    </Section>
  )
}

const WHOSE = {
  cloud_admin: 'The customer’s cloud admin',
  operator: 'You',
  nobody: 'Nobody has to act',
} as const

function Organizations({
  organizations,
  now,
}: {
  organizations: PlatformView['organizations']
  now: string
}) {
  return (
    <Section title="Organizations" description="Whose key answers, and whose move it is where one doesn’t.">
      <Table label="Organizations">
        <THead>
          <Tr>
            <Th>Organization</Th>
            <Th>Key</Th>
            <Th>State</Th>
            <Th>Whose move</Th>
            <Th>Linked</Th>
            <Th>Last proof</Th>
          </Tr>
        </THead>
        <TBody>
          {organizations.map(({ id, name, link }) => (
            <Tr key={id}>
              <Td className="font-medium">{name}</Td>
              <Td className="text-ink-soft">{link ? CLOUD_WORDS[link.provider].service : 'Platform only'}</Td>
              <Td>
                {link ? (
                  <AvailabilityPill availability={link.availability} />
                ) : (
                  <StatePill tone="neutral">Not linked</StatePill>
                )}
              </Td>
              <Td className="text-ink-soft">
                {link && link.availability !== 'active' ? `${WHOSE[link.whose]}: ${link.label}` : '–'}
              </Td>
              <Td>{link ? <Time iso={link.linkedAt} now={now} /> : '–'}</Td>
              <Td>{link?.lastProofAt ? <Time iso={link.lastProofAt} now={now} /> : '–'}</Td>
            </Tr>
          ))}
          {organizations.length === 0 && (
            <TableMessage kind="empty" columns={6} title="No organizations yet" />
          )}
        </TBody>
      </Table>
    </Section>
  )
}

function Processes({ processes, now }: { processes: PlatformView['processes']; now: string }) {
  return (
    <Section
      title="Key processes"
      description="The live processes that hold keys. One whose lease ends is out of service and must prove itself again."
    >
      <Table label="Key processes">
        <THead>
          <Tr>
            <Th>Process</Th>
            <Th>Started</Th>
            <Th>Lease until</Th>
          </Tr>
        </THead>
        <TBody>
          {processes.map(({ id, startedAt, leaseUntil }) => (
            <Tr key={id}>
              <Td>
                <code className="font-mono text-xs">{id}</code>
              </Td>
              <Td>
                <Time iso={startedAt} now={now} />
              </Td>
              <Td>
                <Time iso={leaseUntil} now={now} />
              </Td>
            </Tr>
          ))}
          {processes.length === 0 && (
            <TableMessage kind="error" columns={3} title="No process holds keys">
              Start the encryption service: without it nothing is encrypted or opened.
            </TableMessage>
          )}
        </TBody>
      </Table>
    </Section>
  )
}
