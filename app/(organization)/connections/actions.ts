'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/form-action'
import { routes } from '@/components/shell/routes'
import * as create from '@/lib/use-cases/connections/create'
import * as remove from '@/lib/use-cases/connections/remove'
import * as test from '@/lib/use-cases/connections/test'
import * as update from '@/lib/use-cases/connections/update'

export const createConnection = formAction(create.createConnectionInput, create.createConnection, ({ id }) =>
  redirect(routes.connection(id)),
)

export const updateConnection = formAction(
  update.updateConnectionInput,
  update.updateConnection,
  ({ id }) => {
    revalidatePath(routes.connection(id))
    return { status: 'ok', message: 'The connection was changed.' }
  },
)

export const removeConnection = formAction(remove.removeConnectionInput, remove.removeConnection, () =>
  redirect(routes.connections),
)

export const testConnection = formAction(test.testConnectionInput, test.testConnection, (_job, { id }) => {
  revalidatePath(routes.connection(id))
  return { status: 'ok' }
})
