'use client'

import { useLiveQuery } from '@/components/query/use-live-query'
import { routes } from '@/components/shell/routes'
import { Callout } from '@/components/ui/callout'
import { Section } from '@/components/ui/card'
import { Page, PageHeader } from '@/components/ui/page-header'
import type { RotationView } from '@/lib/domain/views/rotation'
import { NewKeyChecks } from './new-key-checks'
import { RequestFacts } from './request-facts'
import { RotationCourse } from './rotation-course'
import { rotationQuery } from './rotation-query'
import { StatusMessage } from './status-message'
import { StatusPill } from './status-pill'

/** One rotation as the organization sees it, live until it is settled. */
export function LiveRotation({ first }: { first: RotationView }) {
  const { data: view = first, problem } = useLiveQuery(rotationQuery(first.id), first)
  return (
    <Page>
      <PageHeader
        title="Rotation"
        state={
          <span role="status">
            <StatusPill status={view.status} />
          </span>
        }
        description="Another root key takes over from the one in use."
        breadcrumbs={[{ label: 'Rotation', href: routes.rotation }]}
      />
      {problem && (
        <Callout tone="warn" title="This page may be out of date.">
          {problem.message}
        </Callout>
      )}
      <StatusMessage view={view} now={view.readAt} />
      <RotationCourse view={view} />
      <Section title="Request">
        <RequestFacts view={view} now={view.readAt} />
      </Section>
      {view.newKeyChecks && <NewKeyChecks checks={view.newKeyChecks} />}
    </Page>
  )
}
