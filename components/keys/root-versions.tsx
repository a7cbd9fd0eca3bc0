import type { ReactNode } from 'react'
import { AgeBar } from '@/components/ui/age-bar'
import { Callout } from '@/components/ui/callout'
import { Section } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { type KeyValue, KeyValueList } from '@/components/ui/key-value'
import { StatePill } from '@/components/ui/state-pill'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import type { RootVersionRow, WatchedKey } from '@/lib/domain/views/watch'

const OWNERS: Record<WatchedKey['role'], string> = {
  active: 'your root key',
  staged: 'the new root key',
  replaced: 'the root key that was replaced',
}
const COLUMNS = ['Created', 'Age', 'First used', 'Last used']
const SHORT_ID = 12

/** Every version or material of one of the organization's root keys, as its cloud tells of it or as was inferred. */
export function RootVersions({ watched, now }: { watched: WatchedKey; now: string }) {
  const { cloud, role, versions } = watched
  const { version, versions: heading } = CLOUD_WORDS[cloud]
  const title = `${heading} of ${OWNERS[role]}`
  return (
    <Section
      title={title}
      description="What your cloud has made of this key so far. The current one wraps what is new; each opens what it wrapped."
    >
      {watched.lookProblem && (
        <Callout tone="warn" title="The last look at this key did not succeed.">
          {watched.lookProblem} What is shown is from the look before.
        </Callout>
      )}
      <Table label={title}>
        <THead>
          <Tr>
            <Th className="first-letter:uppercase">{version}</Th>
            <Th>State</Th>
            {COLUMNS.map((name) => (
              <Th key={name}>{name}</Th>
            ))}
            <Th end>Wraps</Th>
          </Tr>
        </THead>
        <TBody>
          {versions.map((row) => (
            <VersionRow key={row.id} row={row} name={version} now={now} />
          ))}
          {versions.length === 0 && (
            <TableMessage kind="empty" columns={COLUMNS.length + 3} title="Not looked at yet">
              The first look comes within a minute of linking a key.
            </TableMessage>
          )}
        </TBody>
      </Table>
      {watched.inferredFrom && <p className="max-w-prose text-ink-soft text-sm">{watched.inferredFrom}</p>}
      <KeyValueList items={factsOf(watched, now)} />
    </Section>
  )
}

function VersionRow({ row, name, now }: { row: RootVersionRow; name: string; now: string }) {
  const { state } = row
  const short = row.id.length > SHORT_ID ? `…${row.id.slice(-SHORT_ID)}` : row.id
  return (
    <Tr className="align-top">
      <Td className="min-w-56">
        <span className="inline-flex items-center gap-1">
          <code className="font-mono text-xs" title={row.id}>
            {short}
          </code>
          <CopyButton value={row.id} label={`Id of this ${name}`} className="size-6" />
        </span>
        {row.keep && <span className="block max-w-80 text-ink-soft text-xs">{row.keep}</span>}
      </Td>
      <Td>
        <span className="grid justify-items-start gap-0.5">
          <StatePill tone={state.tone}>{state.word}</StatePill>
          <span className="text-ink-faint text-xs">{state.means}</span>
        </span>
      </Td>
      <Td>
        <TimeOr iso={row.createdAt} now={now} otherwise="Not known" />
        {row.createdFrom && <span className="block max-w-44 text-ink-faint text-xs">{row.createdFrom}</span>}
      </Td>
      <Td className="min-w-40">
        <Age row={row} name={name} />
      </Td>
      <Td>
        <TimeOr iso={row.firstUsedAt} now={now} otherwise="Not yet" />
      </Td>
      <Td>
        <TimeOr iso={row.lastUsedAt} now={now} otherwise="Not yet" />
      </Td>
      <Td end>{row.wraps.toLocaleString('en')}</Td>
    </Tr>
  )
}

/** Only the version that wraps what is new grows old against a limit. */
function Age({
  row: { ageDays, limitDays, limitFrom },
  name,
}: {
  row: RootVersionRow
  name: string
}): ReactNode {
  if (ageDays === null) return <span className="text-ink-soft">Not known</span>
  if (limitDays === null) {
    return <span className="text-ink-soft tabular-nums">{ageDays === 1 ? '1 day' : `${ageDays} days`}</span>
  }
  return (
    <>
      <AgeBar label={`Current ${name}`} ageDays={ageDays} limitDays={limitDays} />
      <span className="text-ink-faint text-xs">{limitFrom}</span>
    </>
  )
}

function TimeOr({ iso, now, otherwise }: { iso: string | null; now: string; otherwise: string }) {
  return iso ? <Time iso={iso} now={now} /> : <span className="text-ink-soft">{otherwise}</span>
}

function factsOf({ rotation, nextRotationAt, lookedAt, checkedAt }: WatchedKey, now: string): KeyValue[] {
  const next = nextRotationAt && (
    <>
      {' '}
      The next one is <Time iso={nextRotationAt} now={now} />.
    </>
  )
  return [
    {
      label: 'Rotation in its cloud',
      value: (
        <>
          {rotation}
          {next}
        </>
      ),
    },
    { label: 'Looked at', value: <TimeOr iso={lookedAt} now={now} otherwise="Not yet" /> },
    {
      label: 'Checked as at linking',
      value: <TimeOr iso={checkedAt} now={now} otherwise="When it was linked; again within a day" />,
    },
  ]
}
