'use client'

import { Database } from 'lucide-react'
import { useState } from 'react'
import { routes } from '@/components/shell/routes'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { Button, ButtonLink } from '@/components/ui/button'
import type { FormAction } from '@/lib/domain/action-state'
import type { ConnectionFormOptions } from '@/lib/domain/views/connections'
import { ConnectionFields, type ConnectionValues } from './connection-fields'

type DemoDatabase = NonNullable<ConnectionFormOptions['demoDatabase']>

/** The demo's server has no certificate that could be verified. */
const fromDemo = ({ user: username, ...demo }: DemoDatabase): ConnectionValues => ({
  ...demo,
  username,
  name: 'Northwind warehouse',
  verifyTls: false,
})

interface ConnectionFormProps {
  action: FormAction
  options: ConnectionFormOptions
}

/**
 * The form of a new connection. Saving needs the key: without it, the form says whose move it is.
 * In the demo a button fills it in.
 */
export function ConnectionForm({ action, options }: ConnectionFormProps) {
  const { demoDatabase, unverifiedTlsAllowed } = options
  const [fillings, setFillings] = useState(0)
  const begin = fillings > 0 && demoDatabase ? fromDemo(demoDatabase) : undefined
  return (
    <div className="grid max-w-2xl gap-6">
      {demoDatabase && <DemoOffer onAccept={() => setFillings(fillings + 1)} />}
      {/* Filled in, it is another form, without what was wrong in the one before. */}
      <ActionForm key={fillings} action={action} keepValues aria-label="New connection">
        <ConnectionFields begin={begin} unverifiedTlsAllowed={unverifiedTlsAllowed} />
        <div className="flex flex-wrap gap-2">
          <SubmitButton pendingLabel="Encrypting and saving">Save connection</SubmitButton>
          <ButtonLink href={routes.connections} variant="ghost">
            Cancel
          </ButtonLink>
        </div>
      </ActionForm>
    </div>
  )
}

function DemoOffer({ onAccept }: { onAccept: () => void }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-sunken px-3 py-2.5">
      <p className="text-ink-soft">The demo brings a real PostgreSQL with tables to look at.</p>
      <Button size="sm" onClick={onAccept}>
        <Database aria-hidden /> Fill in the demo database
      </Button>
    </div>
  )
}
