'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/form-action'
import { type WizardStep, wizardHref } from '@/components/link-wizard/wizard-steps'
import { routes } from '@/components/shell/routes'
import type { KeyAccess } from '@/lib/domain/link-identity'
import { createHandoff, createHandoffInput } from '@/lib/use-cases/handoffs/create'
import * as handoff from '@/lib/use-cases/handoffs/revoke'
import { linkKey, linkKeyInput } from '@/lib/use-cases/keys/link-key'
import { startPreflight, startPreflightInput } from '@/lib/use-cases/keys/start-preflight'

interface Asked {
  jobId: string
  keyId: string
  access: KeyAccess
}

const goOn =
  (step: WizardStep) =>
  ({ jobId, keyId, access }: Asked) =>
    redirect(wizardHref(step, { key: keyId, role: access.roleArn, tenant: access.tenantId, job: jobId }))

export const startChecks = formAction(startPreflightInput, startPreflight, goOn('checks'))

export const link = formAction(linkKeyInput, linkKey, goOn('linking'))

export const makeHandoff = formAction(createHandoffInput, createHandoff, ({ url }) => {
  revalidatePath(routes.linkKey)
  return { status: 'ok', secret: url }
})

export const revokeHandoff = formAction(handoff.revokeHandoffInput, handoff.revokeHandoff, () => {
  revalidatePath(routes.linkKey)
  return { status: 'ok', message: 'The link leads nowhere any more.' }
})
