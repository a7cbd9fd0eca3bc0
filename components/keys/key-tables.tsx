import { AgeBar } from '@/components/ui/age-bar'
import { Section } from '@/components/ui/card'
import { CopyableId } from '@/components/ui/code-block'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import type { MasterKeyMode } from '@/lib/domain/data-classes'
import type { DataKeyRow, KeysView, MasterKeyRow, RootKeyRow } from '@/lib/domain/views/keys'
import { KeyStateCell } from './key-state'

const counts = new Intl.NumberFormat('en')
const MODES: Record<MasterKeyMode, string> = { platform: 'Platform', composite: 'Composite' }
const columns = (names: string[], last: string) => (
  <THead>
    <Tr>
      {names.map((name) => (
        <Th key={name}>{name}</Th>
      ))}
      <Th end>{last}</Th>
    </Tr>
  </THead>
)

/** Every version of every key, with its state, its age against its limit, and what depends on it. */
export function KeyTables({ view }: { view: KeysView }) {
  const now = view.readAt
  return (
    <>
      <Section title="Root keys" description="They never leave a KMS. Each wraps shares of master keys.">
        <Table label="Root keys">
          {columns(['Key', 'State', 'Created', 'Age'], 'Shares')}
          <TBody>
            {view.roots.map((row) => (
              <RootRow key={row.id} row={row} now={now} />
            ))}
            {view.roots.length === 0 && <TableMessage kind="empty" columns={5} title="No root key yet" />}
          </TBody>
        </Table>
      </Section>
      <Section
        title="Master keys"
        description="The platform one is made from our share alone. The composite one needs our share and yours."
      >
        <Table label="Master keys">
          {columns(['Key', 'Version', 'State', 'Created', 'Age'], 'Data keys')}
          <TBody>
            {view.masterKeys.map((row) => (
              <MasterRow key={row.id} row={row} now={now} />
            ))}
            {view.masterKeys.length === 0 && <NotYet columns={6} />}
          </TBody>
        </Table>
      </Section>
      <Section
        title="Data keys"
        description="One active version for each kind of data. Retired ones go when nothing depends on them."
      >
        <Table label="Data keys">
          {columns(['Data', 'Version', 'Under', 'State', 'Created', 'Age'], 'Objects')}
          <TBody>
            {view.dataKeys.map((row) => (
              <DataRow key={row.id} row={row} now={now} />
            ))}
            {view.dataKeys.length === 0 && <NotYet columns={7} />}
          </TBody>
        </Table>
      </Section>
    </>
  )
}

function NotYet({ columns: span }: { columns: number }) {
  return (
    <TableMessage kind="empty" columns={span} title="None yet">
      The first one is made when something is encrypted, or when you link a key.
    </TableMessage>
  )
}

function RootRow({ row, now }: { row: RootKeyRow; now: string }) {
  const name = row.owner === 'platform' ? 'Platform root key' : 'Your root key'
  return (
    <Tr>
      <Td className="min-w-64">
        <span className="block font-medium">{name}</span>
        {row.keyId && <CopyableId value={row.keyId} label={`Id of ${name}`} className="text-ink-soft" />}
      </Td>
      <Td>
        <KeyStateCell state={row.state} means={meaningForRoot(row)} />
      </Td>
      <Td>
        <Time iso={row.createdAt} now={now} />
      </Td>
      <AgeCell row={row} label={name} now={now} />
      <Td end>{counts.format(row.shares)}</Td>
    </Tr>
  )
}

function meaningForRoot({ state, shares }: RootKeyRow): string | undefined {
  if (state === 'active') return 'wraps and unwraps'
  if (state !== 'retired') return undefined
  return shares > 0 ? 'still unwraps: keep it' : 'nothing needs it'
}

function MasterRow({ row, now }: { row: MasterKeyRow; now: string }) {
  const name = MODES[row.mode]
  return (
    <Tr>
      <Td className="font-medium">{name}</Td>
      <Td className="tabular-nums">v{row.version}</Td>
      <Td>
        <KeyStateCell
          state={row.state}
          means={row.state === 'active' ? 'wraps and unwraps' : 'unwraps only'}
        />
      </Td>
      <Td>
        <Time iso={row.createdAt} now={now} />
      </Td>
      <AgeCell row={row} label={`${name} master key`} now={now} />
      <Td end>{counts.format(row.dataKeys)}</Td>
    </Tr>
  )
}

function DataRow({ row, now }: { row: DataKeyRow; now: string }) {
  return (
    <Tr>
      <Td className="min-w-40 font-medium">{row.label}</Td>
      <Td className="whitespace-nowrap tabular-nums">
        v{row.version}
        {row.generation > 1 && ` g${row.generation}`}
      </Td>
      <Td className="whitespace-nowrap text-ink-soft tabular-nums">
        {MODES[row.under.mode]} v{row.under.version}
      </Td>
      <Td>
        <KeyStateCell state={row.state} />
      </Td>
      <Td>
        <Time iso={row.createdAt} now={now} />
      </Td>
      <AgeCell row={row} label={`Data key of ${row.label}`} now={now} />
      <Td end>{counts.format(row.objects)}</Td>
    </Tr>
  )
}

interface Aging {
  state: RootKeyRow['state']
  ageDays: number
  limitDays: number | null
  retiredAt: string | null
}

/** Only an active key grows old against a limit; of a retired one it matters when it was retired. */
function AgeCell({ row, label, now }: { row: Aging; label: string; now: string }) {
  if (row.retiredAt) {
    return (
      <Td className="text-ink-soft">
        Retired <Time iso={row.retiredAt} now={now} />
      </Td>
    )
  }
  if (row.state !== 'active' || row.limitDays === null) {
    const days = row.ageDays === 1 ? '1 day' : `${row.ageDays} days`
    return (
      <Td className="text-ink-soft tabular-nums">
        {days}
        {row.limitDays === null && ', no limit of ours'}
      </Td>
    )
  }
  return (
    <Td className="w-56">
      <AgeBar label={label} ageDays={row.ageDays} limitDays={row.limitDays} />
    </Td>
  )
}
