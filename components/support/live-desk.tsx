'use client'

import { useLiveQuery } from '@/components/query/use-live-query'
import { NewKeyChecks } from '@/components/rotation/new-key-checks'
import { RequestFacts } from '@/components/rotation/request-facts'
import { RotationCourse } from '@/components/rotation/rotation-course'
import { deskQuery } from '@/components/rotation/rotation-query'
import { StatusMessage } from '@/components/rotation/status-message'
import { StatusPill } from '@/components/rotation/status-pill'
import { WhatHappens } from '@/components/rotation/what-happens'
import { routes } from '@/components/shell/routes'
import { Callout } from '@/components/ui/callout'
import { Section } from '@/components/ui/card'
import { Page, PageHeader } from '@/components/ui/page-header'
import type { FormAction } from '@/lib/domain/action-state'
import type { DeskView } from '@/lib/domain/views/rotation'
import { DecisionForm } from './decision-form'
import { DeskChecks } from './desk-checks'

/** One request as the support desk sees it: what was asked and checked, the decision, then the course, live. */
export function LiveDesk({ first, decide }: { first: DeskView; decide: FormAction }) {
  const { data: view = first, problem } = useLiveQuery(deskQuery(first.id), first)
  const now = view.readAt
  const waiting = view.status === 'waiting'
  return (
    <Page>
      <PageHeader
        title={`Rotation for ${view.organization.name}`}
        state={
          <span role="status">
            <StatusPill status={view.status} />
          </span>
        }
        description="A change of the organization’s root key. You see which keys and why, never what they protect."
        breadcrumbs={[{ label: 'Support desk', href: routes.support }]}
      />
      {problem && (
        <Callout tone="warn" title="This page may be out of date.">
          {problem.message}
        </Callout>
      )}
      {!waiting && <StatusMessage view={view} now={now} />}
      {!waiting && <RotationCourse view={view} />}
      <Section title="What was asked">
        <RequestFacts view={view} now={now} />
      </Section>
      {waiting && <DeskChecks view={view} now={now} />}
      {waiting && (
        <Section title="What an approval begins">
          <WhatHappens kmsCalls={view.expectedKmsCalls} to="decider" />
        </Section>
      )}
      {waiting && <DecisionForm view={view} action={decide} />}
      {view.newKeyChecks && <NewKeyChecks checks={view.newKeyChecks} />}
    </Page>
  )
}
