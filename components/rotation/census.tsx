import { Callout } from '@/components/ui/callout'
import { Section } from '@/components/ui/card'
import { CopyableId } from '@/components/ui/code-block'
import { KeyValueList } from '@/components/ui/key-value'
import { Time } from '@/components/ui/time'
import { oldKeyIsFree, type RotationCensus } from '@/lib/domain/rotation'

/** What was counted at the end, why the old key is no longer needed, and what to do with it. */
export function Census({ census, now }: { census: RotationCensus; now: string }) {
  const free = oldKeyIsFree(census)
  const of = (opened: number, total: number) =>
    `${opened.toLocaleString('en')} of ${total.toLocaleString('en')}`
  return (
    <Section
      title={free ? 'The old key is no longer needed' : 'The old key is still needed'}
      description="Counted from the data itself, and tried out: everything was opened once more while the old key was not asked."
    >
      <KeyValueList
        items={[
          { label: 'Old key', value: <CopyableId value={census.oldKeyId} label="Id of the old key" /> },
          { label: 'Wraps still under it', value: census.wrapsUnderOldKey.toLocaleString('en') },
          {
            label: 'Shares opened without it',
            value: of(census.sharesOpenedWithoutOldKey, census.sharesTotal),
          },
          {
            label: 'Data keys opened without it',
            value: of(census.dataKeysOpenedWithoutOldKey, census.dataKeysTotal),
          },
          { label: 'Counted', value: <Time iso={census.checkedAt} now={now} /> },
        ]}
      />
      {free ? (
        <Callout title="Disable the old key first. Don’t delete it at once.">
          A disabled key can be enabled again; a deleted one is gone for good, and backups of our database
          from before the rotation may still need it. Disable it, watch for a week that nothing stops, then
          schedule its deletion with the longest waiting time.
        </Callout>
      ) : (
        <Callout tone="warn" title="Keep both keys.">
          Something still depends on the old key. Tell support.
        </Callout>
      )}
    </Section>
  )
}
