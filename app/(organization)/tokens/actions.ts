'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { routes } from '@/components/shell/routes'
import * as create from '@/lib/use-cases/tokens/create'
import * as revoke from '@/lib/use-cases/tokens/revoke'

export const createToken = formAction(create.createTokenInput, create.createToken, ({ token }) => ({
  status: 'ok',
  secret: token,
}))

export const revokeToken = formAction(revoke.revokeTokenInput, revoke.revokeToken, () => {
  revalidatePath(routes.tokens)
  return { status: 'ok', message: 'The token was revoked.' }
})
