import { CopyableId } from '@/components/ui/code-block'
import { type KeyValue, KeyValueList } from '@/components/ui/key-value'
import { Time } from '@/components/ui/time'
import type { RotationView } from '@/lib/domain/views/rotation'

interface RequestFactsProps {
  view: RotationView
  now: string
  /** properties that go first, such as the organization */
  before?: KeyValue[]
}

/** What was asked, by whom, and what was decided. */
export function RequestFacts({ view, now, before = [] }: RequestFactsProps) {
  const { oldKeyId, newKeyId, decision } = view
  return (
    <KeyValueList
      items={[
        ...before,
        { label: 'Reason', value: view.reason },
        {
          label: 'Asked by',
          value: (
            <>
              {view.requestedBy}, <Time iso={view.requestedAt} now={now} />
            </>
          ),
        },
        ...(oldKeyId
          ? [{ label: 'Old key', value: <CopyableId value={oldKeyId} label="Id of the old key" /> }]
          : []),
        { label: 'New key', value: <CopyableId value={newKeyId} label="Id of the new key" /> },
        // A price is said beforehand; afterwards the course says what was done.
        ...(view.rotation
          ? []
          : [{ label: 'Cost', value: `About ${view.expectedKmsCalls} calls to the KMS of the two keys` }]),
        ...(decision
          ? [
              {
                label: decision.outcome === 'approved' ? 'Approved by' : 'Rejected by',
                value: (
                  <>
                    {decision.by}, <Time iso={decision.at} now={now} />: “{decision.reason}”
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}
