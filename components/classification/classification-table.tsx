import { Badge } from '@/components/ui/badge'
import { StatePill } from '@/components/ui/state-pill'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import type { ClassificationRow, CoveringKey } from '@/lib/domain/views/classification'

export const CLASSIFICATION_COLUMNS = [
  'Data type',
  'Storage',
  'Without CMK',
  'With CMK',
  'In force now',
  'Objects',
  'Key versions',
]

/** The kinds of data, with what is promised of each, what is in force right now, and what it covers. */
export function ClassificationTable({ rows }: { rows: ClassificationRow[] }) {
  return (
    <Table label="Data classification">
      <THead>
        <Tr>
          {CLASSIFICATION_COLUMNS.map((column) => (
            <Th key={column} end={column === 'Objects'}>
              {column}
            </Th>
          ))}
        </Tr>
      </THead>
      <TBody>
        {rows.map((row) => (
          <Tr key={row.dataClass}>
            <th scope="row" className="min-w-36 px-3 py-3 pl-2 align-top font-medium">
              {row.label}
              {row.notYet && <span className="block font-normal text-ink-faint">{row.notYet}</span>}
            </th>
            <Td className="whitespace-nowrap py-3 align-top">{row.storage}</Td>
            <Td className="min-w-28 py-3 align-top">{row.withoutCmk}</Td>
            <Td className="min-w-28 py-3 align-top">{row.withCmk}</Td>
            <Td className="min-w-44 py-3 align-top">
              <InForce row={row} />
            </Td>
            <Td end className="min-w-20 py-3 align-top">
              <Objects row={row} />
            </Td>
            <Td className="min-w-32 py-3 align-top">
              <Keys row={row} />
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  )
}

const WORDS = { ok: 'Open', grace: 'In grace', stopped: 'Closed', neutral: 'No key' }

/** Such as "Customer-managed key (v2), closed: key disabled". */
function InForce({ row: { inForce, keys, storage } }: { row: ClassificationRow }) {
  const active = keys.find(({ state }) => state === 'active')
  return (
    <span className="grid justify-items-start gap-1">
      {storage !== 'not stored' && <StatePill tone={inForce.tone}>{WORDS[inForce.tone]}</StatePill>}
      <span>
        {inForce.by}
        {active && ` (${nameOf(active)})`}
        {inForce.tone !== 'ok' && `, ${inForce.standing}`}
      </span>
    </span>
  )
}

function Objects({ row: { objects, notYet, uncovered } }: { row: ClassificationRow }) {
  if (objects === null) return <span className="text-ink-faint">{notYet ? 'None yet' : 'Never stored'}</span>
  return (
    <span className="grid justify-items-end gap-1">
      {objects.toLocaleString('en')}
      {uncovered > 0 && (
        <StatePill tone="stopped">{uncovered.toLocaleString('en')} under an unknown key</StatePill>
      )}
    </span>
  )
}

function Keys({ row: { keys, storage } }: { row: ClassificationRow }) {
  if (storage === 'not stored') return <span className="text-ink-faint">Nothing is stored</span>
  if (keys.length === 0) return <span className="text-ink-faint">None yet</span>
  return (
    <span className="grid gap-1">
      {keys.map((key) => (
        <span key={nameOf(key)} className="flex items-baseline gap-2">
          <Badge>{nameOf(key)}</Badge>
          <span className="text-ink-soft">
            {key.state}
            {keys.length > 1 && `, covers ${key.objects.toLocaleString('en')}`}
          </span>
        </span>
      ))}
    </span>
  )
}

const nameOf = ({ version, generation }: CoveringKey) =>
  generation > 1 ? `v${version} g${generation}` : `v${version}`
