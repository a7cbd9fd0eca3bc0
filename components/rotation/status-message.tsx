import { Callout } from '@/components/ui/callout'
import { Time } from '@/components/ui/time'
import { blockedWords, REQUEST_STATUS_WORDS, STAGE_WORDS } from '@/lib/domain/rotation'
import type { RotationView } from '@/lib/domain/views/rotation'

/** Where the request is and whose move it is; "keep both keys" as long as that matters. */
export function StatusMessage({ view, now }: { view: RotationView; now: string }) {
  const { status, decision, rotation, expiresAt } = view
  const { sentence } = REQUEST_STATUS_WORDS[status]
  if (status === 'waiting') {
    return (
      <Callout whose="support" title="This request waits for approval.">
        {sentence} It expires <Time iso={expiresAt} now={now} />. Keep both keys.
      </Callout>
    )
  }
  if (status === 'rejected') {
    return (
      <Callout tone="stopped" whose="organization_admin" title={sentence}>
        {decision && (
          <>
            {decision.by} wrote: “{decision.reason}”.{' '}
          </>
        )}
        Ask again once that is mended.
      </Callout>
    )
  }
  if (status === 'blocked' && rotation?.blockedCode) {
    const { message, fix } = blockedWords(rotation.blockedCode)
    const denied = rotation.blockedCode.endsWith('_denied')
    return (
      <Callout tone="warn" whose={denied ? 'cloud_admin' : 'nobody'} title={`${message} Keep both keys.`}>
        {fix} Nothing is lost: every share is still wrapped as it was, and the rotation goes on by itself.
      </Callout>
    )
  }
  if (status === 'refused') {
    const note = rotation?.course.at(-1)?.note
    return (
      <Callout tone="stopped" whose="cloud_admin" title={STAGE_WORDS.refused.sentence}>
        {note} Mend it, then ask again.
      </Callout>
    )
  }
  return <Callout title={sentence} />
}
