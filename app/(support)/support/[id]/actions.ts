'use server'

import { formAction } from '@/app/form-action'
import { decideRotation, decideRotationInput } from '@/lib/use-cases/rotation/decide'

export const decide = formAction(decideRotationInput, decideRotation, (_result, { decision }) => ({
  status: 'ok',
  message:
    decision === 'approved' ? 'Approved. The rotation begins.' : 'Rejected. The organization reads why.',
}))
