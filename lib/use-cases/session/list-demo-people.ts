import { ROLE_LABELS } from '@/lib/domain/permissions'
import type { DemoPersonView } from '@/lib/domain/views/account'
import { webEnv } from '@/lib/env'
import { findPeople } from '@/lib/store/people'
import { webStore } from '@/lib/store/web-store'

/** Who can be signed in as by one click: nobody outside the demo. Asked before anybody is signed in. */
export async function listDemoPeople(): Promise<DemoPersonView[]> {
  const { mode, demoPeople } = webEnv()
  if (mode !== 'demo') return []
  const people = await findPeople(webStore().platform, demoPeople)
  return demoPeople.flatMap((email) => people.filter((person) => person.email === email).map(toView))
}

function toView({ email, name, platformRole, memberships }: Awaited<ReturnType<typeof findPeople>>[number]) {
  const [membership] = memberships
  const role = membership?.role ?? platformRole
  return {
    email,
    name,
    role: role ? ROLE_LABELS[role] : 'No role yet',
    organization: membership?.organization.name ?? null,
  }
}
