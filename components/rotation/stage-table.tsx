import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { type CourseEntry, STAGE_WORDS } from '@/lib/domain/rotation'
import { countsOf } from '@/lib/domain/rotation-course'

interface StageTableProps {
  course: CourseEntry[]
  /** whether the stage that isn't finished waits for a key */
  blocked: boolean
  now: string
}

/** Each stage as it went: when it began, how long it took, what it counted. */
export function StageTable({ course, blocked, now }: StageTableProps) {
  return (
    <Table label="Stages of the rotation">
      <THead>
        <Tr>
          <Th>Stage</Th>
          <Th>Begun</Th>
          <Th end>Took</Th>
          <Th>Counted</Th>
        </Tr>
      </THead>
      <TBody>
        {course.map((entry) => (
          <Tr key={entry.stage}>
            <Td className="whitespace-nowrap font-medium">{STAGE_WORDS[entry.stage].label}</Td>
            <Td>
              <Time iso={entry.startedAt} now={now} />
            </Td>
            <Td end>
              {entry.finishedAt ? took(entry.startedAt, entry.finishedAt) : blocked ? 'waits' : 'at work'}
            </Td>
            <Td className="min-w-56 text-ink-soft">
              {[countsOf(entry), entry.note].filter(Boolean).join('. ') || '–'}
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  )
}

function took(startedAt: string, finishedAt: string): string {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
