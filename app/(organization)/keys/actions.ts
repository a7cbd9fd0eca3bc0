'use server'

import { formAction } from '@/app/form-action'
import { checkNowInput, checkNow as checkNowUseCase } from '@/lib/use-cases/keys/check-now'

export const checkNow = formAction(checkNowInput, checkNowUseCase, () => ({ status: 'ok' }))
