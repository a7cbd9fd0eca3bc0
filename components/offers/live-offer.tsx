'use client'

import { isEnded } from '@/components/query/job-query'
import { useLiveQuery } from '@/components/query/use-live-query'
import { routes } from '@/components/shell/routes'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { Button, ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Section } from '@/components/ui/card'
import { CopyableId } from '@/components/ui/code-block'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { KeyValueList } from '@/components/ui/key-value'
import { Page, PageHeader } from '@/components/ui/page-header'
import { Spinner } from '@/components/ui/spinner'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/domain/action-state'
import type { OfferView } from '@/lib/domain/views/offers'
import { IdentityFields } from './identity-fields'
import { offerQuery } from './offer-query'
import { OfferPill } from './offers-table'
import { RegionChoice } from './region-choice'

interface LiveOfferProps {
  first: OfferView
  save: FormAction
  withdraw: FormAction
}

/** What one organization is offered, the form that changes it, and how the change goes. */
export function LiveOffer({ first, save, withdraw }: LiveOfferProps) {
  const { id, name } = first.organization
  const { data: view = first, problem, refetch } = useLiveQuery(offerQuery(id), first)
  const { offer } = view.organization
  return (
    <Page>
      <PageHeader
        title={`Customer keys for ${name}`}
        state={<OfferPill offered={offer !== null} />}
        description="Whether its admins may link a key of their own, in which clouds, and where."
        breadcrumbs={[
          { label: 'Platform', href: routes.platform },
          { label: 'Customer keys', href: routes.keyOffers },
        ]}
      />
      {problem && (
        <Callout tone="warn" title="This page may be out of date.">
          {problem.message}
        </Callout>
      )}
      <div role="status">
        <Progress view={view} />
      </div>
      <Facts view={view} />
      <Section title={offer ? 'Change the offer' : 'Offer customer keys'} className="max-w-3xl">
        <ActionForm action={save} keepValues onOk={() => void refetch()} aria-label="What is offered">
          <input type="hidden" name="organizationId" value={id} />
          <IdentityFields view={view} />
          <RegionChoice regions={view.regions} chosen={offer?.regions ?? []} />
          <div className="flex flex-wrap gap-2">
            <SubmitButton pendingLabel="Asking">
              {offer ? 'Save the offer' : `Offer keys to ${name}`}
            </SubmitButton>
            <ButtonLink href={routes.keyOffers} variant="ghost">
              Back to the list
            </ButtonLink>
          </div>
        </ActionForm>
      </Section>
      {offer && <Withdraw view={view} action={withdraw} onOk={() => void refetch()} />}
    </Page>
  )
}

/** The newest change, as long as it says something that the page doesn't. */
function Progress({ view: { job } }: { view: OfferView }) {
  if (job?.error) {
    return (
      <Callout tone="stopped" title={job.error.message}>
        {job.error.fix} Nothing was changed.
      </Callout>
    )
  }
  if (!job || isEnded(job)) return null
  return (
    <p className="flex items-center gap-2 text-ink-soft">
      <Spinner /> The encryption service is writing the change down.
    </p>
  )
}

function Facts({ view: { organization, readAt } }: { view: OfferView }) {
  const { id, offer, withdrawnAt, link } = organization
  return (
    <KeyValueList
      items={[
        { label: 'Organization id', value: <CopyableId value={id} label="Organization id" /> },
        {
          label: 'Offer',
          value: offer ? (
            <>
              Since <Time iso={offer.since} now={readAt} />
            </>
          ) : withdrawnAt ? (
            <>
              Withdrawn <Time iso={withdrawnAt} now={readAt} />
            </>
          ) : (
            'Never made'
          ),
        },
        {
          label: 'Linked key',
          value: link ? <CopyableId value={link.keyId} label="Linked key" /> : 'None',
        },
      ]}
    />
  )
}

function Withdraw({ view, action, onOk }: { view: OfferView; action: FormAction; onOk: () => void }) {
  const { id, name, link } = view.organization
  return (
    <Section title="Withdraw the offer" className="max-w-3xl">
      <p className="max-w-prose text-ink-soft">
        {name} can then link no key and ask for no rotation.{' '}
        {link
          ? 'The key that is linked stays linked and goes on protecting its data: nothing is opened and nothing stops.'
          : 'No key is linked now, so nothing else changes.'}
      </p>
      <div>
        <ConfirmDialog
          trigger={<Button variant="danger">Withdraw the offer</Button>}
          title={`Withdraw customer keys from ${name}?`}
          description={
            link
              ? 'Its linked key goes on as it is; only new links and rotations are refused. You can offer keys again at any time.'
              : 'Its admins can link no key until you offer it again.'
          }
          confirmLabel="Withdraw the offer"
          action={action}
          values={{ organizationId: id }}
          onOk={onOk}
        />
      </div>
    </Section>
  )
}
