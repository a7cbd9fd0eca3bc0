import { ROLE_LABELS, type Role } from '@/lib/domain/permissions'
import { webEnv } from '@/lib/env'
import { findPeople } from '@/lib/store/people'
import { webStore } from '@/lib/store/web-store'

/** A person of the demo, as their card shows them. */
export interface DemoPersonView {
  /** what their card sends: the e-mail address */
  id: string
  name: string
  /** in words */
  role: string
  organization: string
  canDo: string
}

const CAN_DO: Record<Role, string> = {
  organization_admin: 'Links the key, stores data under it, asks for rotations.',
  organization_auditor: 'Reads everything of the organization and changes nothing.',
  support_staff: 'Approves or rejects rotations. Sees no customer’s data.',
  platform_operator: 'Sees how the whole platform is. Opens nothing.',
}

/** Who can be signed in as by one click: nobody outside the demo. Asked before anybody is signed in. */
export async function listDemoPeople(): Promise<DemoPersonView[]> {
  const { mode, demoPeople } = webEnv()
  if (mode !== 'demo') return []
  const people = await findPeople(webStore().platform, demoPeople)
  return demoPeople.flatMap((email) => people.filter((person) => person.email === email).flatMap(toView))
}

function toView({ email, name, platformRole, memberships }: Awaited<ReturnType<typeof findPeople>>[number]) {
  const [membership] = memberships
  const role = membership?.role ?? platformRole
  if (!role) return []
  const organization = membership?.organization.name ?? 'Latchkey'
  return [{ id: email, name, role: ROLE_LABELS[role], organization, canDo: CAN_DO[role] }]
}
