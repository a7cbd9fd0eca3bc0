import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { AvailabilityPill } from '@/components/keys/availability-pill'
import { KeyNotices } from '@/components/keys/key-notices'
import { routes } from '@/components/shell/routes'
import { AgeBar } from '@/components/ui/age-bar'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card, Section } from '@/components/ui/card'
import { formatDay } from '@/components/ui/format-time'
import type { Href } from '@/components/ui/href'
import { StatePill } from '@/components/ui/state-pill'
import { Time } from '@/components/ui/time'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import type { LinkView } from '@/lib/domain/views/keys'
import type { OverviewView } from '@/lib/domain/views/overview'
import { WaitingList } from './waiting-list'

/** How an organization's keys stand, in one look. Rendered on the server: it needs no script of its own. */
export function Overview({ view }: { view: OverviewView }) {
  const { readAt: now, link, ages, waiting } = view
  return (
    <>
      <KeyNotices notices={view.notices} now={now} />
      {view.driftRows > 0 && <DriftNotice rows={view.driftRows} />}
      <div className="grid gap-4 lg:grid-cols-3">
        <Health link={link} platformAvailable={view.platformAvailable} now={now} />
        <Ages ages={ages} now={now} />
        <ProtectedData connections={view.connections} documents={view.documents} link={link} />
      </div>
      <Section title="What waits, and for whom">
        <WaitingList items={waiting} now={now} />
      </Section>
      <Section title="Go on">
        <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-4">
          {LINKS.map(({ href, label }) => (
            <li key={label}>
              <Link
                href={href}
                className="flex min-h-8 items-center gap-2 rounded-md text-accent-text hover:underline"
              >
                {label} <ArrowRight aria-hidden className="size-4" />
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

const LINKS: { href: Href; label: string }[] = [
  { href: routes.keys, label: 'Keys and their versions' },
  { href: routes.classification, label: 'What protects which data' },
  { href: routes.rotation, label: 'Rotations' },
  { href: routes.audit, label: 'Audit log' },
]

function DriftNotice({ rows }: { rows: number }) {
  const checks = rows === 1 ? 'One check of your key has' : `${rows} checks of your key have`
  return (
    <Callout
      tone="warn"
      title={`${checks} gone worse since it was linked.`}
      actions={
        <ButtonLink href={routes.keys} size="sm">
          See what has changed
        </ButtonLink>
      }
    >
      Nothing has stopped by it so far. Mend it before it does.
    </Callout>
  )
}

interface HealthProps {
  link: LinkView | null
  platformAvailable: boolean
  now: string
}

function Health({ link, platformAvailable, now }: HealthProps) {
  const state = !platformAvailable ? (
    <StatePill tone="stopped">Platform key away</StatePill>
  ) : link ? (
    <AvailabilityPill availability={link.availability} />
  ) : (
    <StatePill tone="neutral">Not linked</StatePill>
  )
  return (
    <Card title="Your root key" aside={state}>
      {link ? (
        <>
          <p className="text-ink-soft">
            {link.availability === 'active' ? 'Your key answers, and your data can be opened.' : link.reason}
          </p>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
            <Fact label="Last proof">
              {link.lastProofAt ? <Time iso={link.lastProofAt} now={now} /> : 'Not since it was linked'}
            </Fact>
            <Fact label={CLOUD_WORDS[link.provider].placeLabel}>
              {[link.accountId, link.region].filter(Boolean).join(', ')}
            </Fact>
          </dl>
        </>
      ) : (
        <p className="text-ink-soft">
          Everything is under the platform’s keys alone.{' '}
          <Link href={routes.linkKey} className="text-accent-text underline underline-offset-2">
            Link a key of your own
          </Link>
          .
        </p>
      )}
    </Card>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{label}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}

function Ages({ ages, now }: { ages: OverviewView['ages']; now: string }) {
  const [oldest] = ages
  if (!oldest) {
    return (
      <Card title="Oldest key against its limit">
        <p className="text-ink-soft">There are no keys yet. The first is made when something is encrypted.</p>
      </Card>
    )
  }
  return (
    <Card title="Oldest key against its limit" description={oldest.label}>
      <AgeBar label={oldest.label} ageDays={oldest.ageDays} limitDays={oldest.limitDays} />
      <p className="text-ink-faint text-sm">
        Due on <Time iso={oldest.dueAt} now={now} words={formatDay(new Date(oldest.dueAt))} />.
      </p>
    </Card>
  )
}

interface ProtectedDataProps {
  connections: number
  documents: number
  link: LinkView | null
}

function ProtectedData({ connections, documents, link }: ProtectedDataProps) {
  return (
    <Card title="Protected data" description={link ? 'Under your key' : 'Under the platform’s keys'}>
      <dl className="grid grid-cols-2 gap-4">
        <Count href={routes.connections} label="Connections" count={connections} />
        <Count href={routes.documents} label="Documents" count={documents} />
      </dl>
    </Card>
  )
}

function Count({ href, label, count }: { href: Href; label: string; count: number }) {
  return (
    <div className="flex flex-col-reverse">
      <dt>
        <Link href={href} className="text-ink-soft hover:text-ink hover:underline">
          {label}
        </Link>
      </dt>
      <dd className="font-semibold text-2xl tabular-nums">{count.toLocaleString('en')}</dd>
    </div>
  )
}
