'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { routes } from '@/components/shell/routes'
import * as create from '@/lib/use-cases/tokens/create'
import * as revoke from '@/lib/use-cases/tokens/revoke'

export const createPlatformToken = formAction(
  create.createPlatformTokenInput,
  create.createPlatformToken,
  ({ token }) => ({ status: 'ok', secret: token }),
)

export const revokePlatformToken = formAction(revoke.revokeTokenInput, revoke.revokePlatformToken, () => {
  revalidatePath(routes.platformTokens)
  return { status: 'ok', message: 'The token was revoked.' }
})
