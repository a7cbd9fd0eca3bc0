'use server'

import { redirect } from 'next/navigation'
import { formAction } from '@/app/form-action'
import { routes } from '@/components/shell/routes'
import { requestRotation, requestRotationInput } from '@/lib/use-cases/rotation/request'

export const askForRotation = formAction(requestRotationInput, requestRotation, ({ requestId }) =>
  redirect(routes.rotationRequest(requestId)),
)
