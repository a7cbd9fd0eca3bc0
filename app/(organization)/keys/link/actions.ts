'use server'

import { redirect } from 'next/navigation'
import { formAction } from '@/app/form-action'
import { wizardHref } from '@/components/link-wizard/wizard-steps'
import { linkKey, linkKeyInput } from '@/lib/use-cases/keys/link-key'
import { startPreflight, startPreflightInput } from '@/lib/use-cases/keys/start-preflight'

export const startChecks = formAction(startPreflightInput, startPreflight, ({ jobId, keyId }) =>
  redirect(wizardHref('checks', { key: keyId, job: jobId })),
)

export const link = formAction(linkKeyInput, linkKey, ({ jobId, keyId }) =>
  redirect(wizardHref('linking', { key: keyId, job: jobId })),
)
