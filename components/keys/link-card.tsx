import { AvailabilityPill } from '@/components/keys/availability-pill'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { CopyableId } from '@/components/ui/code-block'
import { type KeyValue, KeyValueList } from '@/components/ui/key-value'
import { Countdown, Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/domain/action-state'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import type { KeyCheck, LinkView } from '@/lib/domain/views/keys'
import { CheckNow } from './check-now'

interface LinkCardProps {
  link: LinkView
  check: KeyCheck | null
  now: string
  checkNow: FormAction
  /** why this person may not ask for a check */
  checkRefusal: string | null
}

/** The link in use: whose key it is, how it stands, who has to act, and when it was proven last. */
export function LinkCard({ link, check, now, checkNow, checkRefusal }: LinkCardProps) {
  return (
    <Card
      title="Your root key"
      description={`It stays in ${CLOUD_WORDS[link.provider].account}. We ask it to unwrap, and never hold it.`}
      aside={<AvailabilityPill availability={link.availability} />}
    >
      {link.availability !== 'active' && <Trouble link={link} now={now} />}
      <KeyValueList items={properties(link, now)} />
      <CheckNow action={checkNow} check={check} since={link.since} now={now} refusal={checkRefusal} />
    </Card>
  )
}

function Trouble({ link, now }: { link: LinkView; now: string }) {
  const inGrace = link.availability === 'grace'
  return (
    <Callout tone={inGrace ? 'warn' : 'stopped'} title={link.reason} whose={link.whose}>
      {link.fix}
      {inGrace && link.graceEndsAt && (
        <span className="block tabular-nums">
          What is loaded serves for another <Countdown until={link.graceEndsAt} now={now} />.
        </span>
      )}
    </Callout>
  )
}

function properties(link: LinkView, now: string): KeyValue[] {
  const stopped = link.availability !== 'active'
  const said = [link.errorName, link.requestId && `request ${link.requestId}`].filter(Boolean).join(', ')
  const { name, service, keyIdLabel, placeLabel } = CLOUD_WORDS[link.provider]
  return [
    { label: 'Provider', value: service },
    { label: keyIdLabel, value: <CopyableId value={link.keyId} label={keyIdLabel} /> },
    { label: placeLabel, value: [link.accountId, link.region].filter(Boolean).join(', ') },
    { label: 'Linked', value: <Time iso={link.linkedAt} now={now} /> },
    {
      label: 'Last proof',
      value: link.lastProofAt ? <Time iso={link.lastProofAt} now={now} /> : 'Not since it was linked',
    },
    ...(stopped ? [{ label: `${link.label} since`, value: <Time iso={link.since} now={now} /> }] : []),
    ...(stopped && said ? [{ label: `${name} said`, value: said }] : []),
    ...(link.refusedRequests > 0
      ? [{ label: 'Requests refused', value: link.refusedRequests.toLocaleString('en') }]
      : []),
  ]
}
