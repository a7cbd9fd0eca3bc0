import { StatePill } from '@/components/ui/state-pill'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { DATA_CLASSES, dataClassNames } from '@/lib/domain/data-classes'

/** Each kind of data: how it is protected today, and once the key is linked. */
export function ClassChanges() {
  return (
    <Table label="What the key will cover">
      <THead>
        <Tr>
          <Th>Data</Th>
          <Th>Today</Th>
          <Th>With your key</Th>
          <Th>Covered</Th>
        </Tr>
      </THead>
      <TBody>
        {dataClassNames.map((name) => {
          const { label, withoutCmk, withCmk, followsCmk } = DATA_CLASSES[name]
          return (
            <Tr key={name}>
              <Td className="font-medium">{label}</Td>
              <Td className="text-ink-soft">{withoutCmk}</Td>
              <Td className={followsCmk ? undefined : 'text-ink-soft'}>{withCmk}</Td>
              <Td>
                {followsCmk ? (
                  <StatePill tone="ok">By your key</StatePill>
                ) : (
                  <StatePill tone="neutral">Not covered</StatePill>
                )}
              </Td>
            </Tr>
          )
        })}
      </TBody>
    </Table>
  )
}
