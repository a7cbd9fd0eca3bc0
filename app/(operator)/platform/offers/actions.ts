'use server'

import { formAction } from '@/app/form-action'
import { offerKeys, offerKeysInput, withdrawKeys, withdrawKeysInput } from '@/lib/use-cases/offers/change'

export const saveOffer = formAction(offerKeysInput, offerKeys, () => ({
  status: 'ok',
  message: 'The offer is being saved.',
}))

export const withdrawOffer = formAction(withdrawKeysInput, withdrawKeys, () => ({
  status: 'ok',
  message: 'The offer is being withdrawn.',
}))
