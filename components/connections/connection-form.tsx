'use client'

import { routes } from '@/components/shell/routes'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import type { FormAction } from '@/lib/domain/action-state'
import type { ConnectionFormOptions } from '@/lib/domain/views/connections'
import { ConnectionFields } from './connection-fields'

/** The form of a new connection. Saving needs the key: without it, the form says whose move it is. */
export function ConnectionForm({ action, options }: { action: FormAction; options: ConnectionFormOptions }) {
  return (
    <ActionForm action={action} keepValues aria-label="New connection" className="max-w-2xl">
      <ConnectionFields options={options} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton pendingLabel="Encrypting and saving">Save connection</SubmitButton>
        <ButtonLink href={routes.connections} variant="ghost">
          Cancel
        </ButtonLink>
      </div>
    </ActionForm>
  )
}
