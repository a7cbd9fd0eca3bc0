import { AgeBar } from '@/components/ui/age-bar'
import { CopyableId } from '@/components/ui/code-block'
import { StatePill } from '@/components/ui/state-pill'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { allNodes, type HierarchyModel, type HierarchyNode } from './hierarchy-model'

const counts = new Intl.NumberFormat('en')

/** The same hierarchy in a table: versions, states, ages against their limits, what each key covers. */
export function HierarchyTable({ model }: { model: HierarchyModel }) {
  return (
    <div className="grid gap-2">
      <Table label="Keys in use">
        <THead>
          <Tr>
            <Th>Key</Th>
            <Th>Hangs on</Th>
            <Th>Version</Th>
            <Th>State</Th>
            <Th>Age</Th>
            <Th end>Objects</Th>
          </Tr>
        </THead>
        <TBody>
          {allNodes(model).map((node) => (
            <KeyRow key={node.id} node={node} />
          ))}
        </TBody>
      </Table>
      {model.notStored.length > 0 && (
        <p className="px-2 text-ink-faint text-sm">
          {model.notStored.join(', ')}: not stored, so there is no key. Protected by TLS 1.2+ in transit.
        </p>
      )}
    </div>
  )
}

function KeyRow({ node }: { node: HierarchyNode }) {
  const { id, title, keyId, parent, version, tone, stateWord, ageDays, limitDays, objects } = node
  return (
    <Tr id={id} className="scroll-mt-20 target:bg-accent-soft">
      <Td className="min-w-48">
        <span className="block font-medium">{title}</span>
        {keyId && <CopyableId value={keyId} label={`id of ${title}`} className="text-ink-soft" />}
      </Td>
      <Td className="whitespace-nowrap text-ink-soft">{parent}</Td>
      <Td className="tabular-nums">{version === null ? '–' : `v${version}`}</Td>
      <Td>
        <StatePill tone={tone}>{stateWord}</StatePill>
      </Td>
      <Td className="w-64">
        {ageDays !== null && limitDays !== null ? (
          <AgeBar label={title} ageDays={ageDays} limitDays={limitDays} />
        ) : (
          <span className="text-ink-soft tabular-nums">
            {ageDays === null ? 'Made when it is needed first' : `${ageDays} days, no limit of ours`}
          </span>
        )}
      </Td>
      <Td end>{objects === null ? '–' : counts.format(objects)}</Td>
    </Tr>
  )
}
