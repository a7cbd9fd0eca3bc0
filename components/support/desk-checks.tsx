import type { ReactNode } from 'react'
import { Section } from '@/components/ui/card'
import { StatePill, type StateTone } from '@/components/ui/state-pill'
import { Time } from '@/components/ui/time'
import { providerOfKeyId } from '@/lib/domain/key-reference'
import { sentenceOf } from '@/lib/domain/kms-sentences'
import type { DeskView } from '@/lib/domain/views/rotation'

interface Finding {
  label: string
  tone: StateTone
  word: string
  detail?: ReactNode
}

/** What is known before anybody decides; each with what it means for the decision. */
export function DeskChecks({ view, now }: { view: DeskView; now: string }) {
  const findings = [newKeyFinding(view), currentKeyFinding(view, now), requesterFinding(view)]
  return (
    <Section
      title="What was checked"
      description="Both keys were tried when the request came in, and are proven again before anything changes."
    >
      <ul className="grid divide-y divide-line border-line border-y">
        {findings.map(({ label, tone, word, detail }) => (
          <li key={label} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 py-2.5">
            <span>{label}</span>
            <StatePill tone={tone} className="w-fit">
              {word}
            </StatePill>
            {detail && <span className="text-ink-soft text-sm col-span-2">{detail}</span>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function newKeyFinding({ newKeyChecks }: DeskView): Finding {
  const label = 'The new key passes every check'
  if (!newKeyChecks) return { label, tone: 'neutral', word: 'Not tried' }
  if (newKeyChecks.passed) return { label, tone: 'ok', word: 'Passed' }
  if (newKeyChecks.passed === false || newKeyChecks.state === 'failed') {
    const failed = newKeyChecks.rows.find((row) => row.status === 'failed' || row.status === 'unknown')
    return { label, tone: 'stopped', word: 'Failed', detail: failed?.reason }
  }
  return { label, tone: 'pending', word: 'Checking' }
}

function currentKeyFinding({ currentKey }: DeskView, now: string): Finding {
  const label = 'The key in use answers'
  if (!currentKey) return { label, tone: 'stopped', word: 'No key linked' }
  const proof = currentKey.lastProofAt && (
    <>
      Last proof <Time iso={currentKey.lastProofAt} now={now} />.
    </>
  )
  if (currentKey.availability === 'active') return { label, tone: 'ok', word: 'Healthy', detail: proof }
  const { label: word, reason } = sentenceOf(providerOfKeyId(currentKey.keyId), currentKey.cause)
  return { label, tone: 'stopped', word, detail: reason }
}

function requesterFinding({ requesterIsAdmin, requestedBy }: DeskView): Finding {
  const label = `${requestedBy} is an admin of the organization`
  return requesterIsAdmin ? { label, tone: 'ok', word: 'Yes' } : { label, tone: 'stopped', word: 'No longer' }
}
