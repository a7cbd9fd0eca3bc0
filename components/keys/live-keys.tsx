'use client'

import { KeyRound } from 'lucide-react'
import { useLiveQuery } from '@/components/query/use-live-query'
import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Section } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { FormAction } from '@/lib/domain/action-state'
import { isNoticed } from '@/lib/domain/key-calendar'
import type { KeysView } from '@/lib/domain/views/keys'
import { DriftPanel } from './drift-panel'
import { HierarchyPicture } from './hierarchy-picture'
import { KeyCalendar } from './key-calendar'
import { KeyNotices } from './key-notices'
import { KeyTables } from './key-tables'
import { keysQuery } from './keys-query'
import { LinkCard } from './link-card'
import { RootVersions } from './root-versions'

interface LiveKeysProps {
  first: KeysView
  checkNow: FormAction
  /** why this person may not ask for a check, or link a key; null: they may */
  refusals: { check: string | null; link: string | null }
}

/** The hierarchy, the link and every version, kept up to date while the page is visible. */
export function LiveKeys({ first, checkNow, refusals }: LiveKeysProps) {
  const { data: view = first, problem } = useLiveQuery(keysQuery, first)
  const platform = view.hierarchy?.platformAvailability
  return (
    <>
      {problem && (
        <Callout tone="warn" title="This page may be out of date.">
          {problem.message}
        </Callout>
      )}
      {platform && platform.state !== 'active' && (
        <Callout tone="stopped" whose="operator" title="The platform’s own key is not available.">
          The operator has been told. Nothing is lost, and your own key is not the cause.
        </Callout>
      )}
      {view.openRequestId && (
        <Callout
          title="A rotation has been asked for."
          actions={
            <ButtonLink href={routes.rotationRequest(view.openRequestId)} size="sm">
              See how it goes
            </ButtonLink>
          }
        >
          Keep both keys until it is complete.
        </Callout>
      )}
      <KeyNotices notices={view.calendar.filter(isNoticed)} now={view.readAt} />
      {view.link ? (
        <LinkCard
          link={view.link}
          check={view.check}
          now={view.readAt}
          checkNow={checkNow}
          checkRefusal={refusals.check}
        />
      ) : (
        <NoKey refusal={refusals.link} />
      )}
      {view.watched.map((key) => (
        <DriftPanel key={key.linkId} watched={key} now={view.readAt} />
      ))}
      {view.hierarchy && (
        <Section
          title="Hierarchy"
          description="What hangs on which key. Take a root key away, and everything under it goes dark."
        >
          <HierarchyPicture view={view.hierarchy} now={view.readAt} />
        </Section>
      )}
      {view.watched.map((key) => (
        <RootVersions key={key.linkId} watched={key} now={view.readAt} />
      ))}
      {view.link && <KeyCalendar dates={view.calendar} now={view.readAt} />}
      <KeyTables view={view} />
    </>
  )
}

function NoKey({ refusal }: { refusal: string | null }) {
  return (
    <EmptyState
      icon={KeyRound}
      title="No key of yours is linked"
      action={
        refusal === null && (
          <ButtonLink href={routes.linkKey} variant="primary">
            Link your key
          </ButtonLink>
        )
      }
    >
      Everything is under the platform’s keys alone. With a key in your own cloud account you can close your
      data yourself, at any time. {refusal}
    </EmptyState>
  )
}
