'use client'

import { useState } from 'react'
import { CloudSteps } from '@/components/link-wizard/cloud-steps'
import type { Known } from '@/components/link-wizard/known'
import { PREPARE_WORDS } from '@/components/link-wizard/prepare-words'
import { Brand } from '@/components/shell/brand'
import { Section } from '@/components/ui/card'
import { Page, PageHeader } from '@/components/ui/page-header'
import { Time } from '@/components/ui/time'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import type { HandoffView } from '@/lib/domain/views/wizard'
import { SendBack } from './send-back'

/** The steps as they were handed to somebody without an account: what this is, what to do, what to send back. */
export function HandedSteps({ view }: { view: HandoffView }) {
  const { provider, setup, askedBy, expiresAt, readAt } = view
  const [known, setKnown] = useState<Known>({})
  const { service } = CLOUD_WORDS[provider]
  const { title, sentence } = PREPARE_WORDS[provider]
  const onKnown = (change: Partial<Known>) => setKnown((before) => ({ ...before, ...change }))
  return (
    <main className="mx-auto w-full max-w-4xl px-4 py-8 sm:px-6">
      <div className="mb-6">
        <Brand />
      </div>
      <Page>
        <PageHeader
          title={`A key in ${service} for ${setup.organizationName}`}
          description={`${askedBy} asks you to prepare a root key of ${setup.organizationName} in your cloud, which their data at Latchkey will hang on. You need no account here, and nothing that you type on this page is sent anywhere.`}
        />
        <p className="text-ink-soft">
          This page ends <Time iso={expiresAt} now={readAt} />.
        </p>
        <Section title={`1. ${title}`} description={sentence(setup.organizationName)}>
          <CloudSteps provider={provider} setup={setup} known={known} onKnown={onKnown} />
        </Section>
        <Section
          title="2. Send back what names the key"
          description={`Paste it here and send ${askedBy} the address that appears: with it they check the key and link it.`}
        >
          <SendBack view={view} known={known} onKnown={onKnown} />
        </Section>
      </Page>
    </main>
  )
}
