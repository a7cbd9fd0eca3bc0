import { roleOf } from '@/lib/domain/actor'
import { ROLE_LABELS } from '@/lib/domain/permissions'
import type { AccountView } from '@/lib/domain/views/account'
import { emailOf } from '@/lib/store/people'
import type { Context } from '../context'

/** Who is signed in, in words. */
export async function readAccount({ actor, store }: Context): Promise<AccountView> {
  const role = roleOf(actor)
  return {
    name: actor.name,
    email: await emailOf(store.platform, actor.userId),
    role: role ? ROLE_LABELS[role] : 'No role yet',
  }
}
