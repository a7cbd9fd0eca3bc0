import type { OrganizationRole, PlatformRole } from '@/lib/domain/permissions'
import { appendAudit } from './audit'
import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

/** The id of an organization by its name; null when there is none. */
export async function findOrganizationByName(platform: PlatformScope, name: string): Promise<string | null> {
  const found = await platform.db.organization.findFirst({ where: { name }, select: { id: true } })
  return found?.id ?? null
}

/** Whether there is such an organization. */
export async function organizationExists(platform: PlatformScope, id: string): Promise<boolean> {
  return (await platform.db.organization.count({ where: { id } })) > 0
}

/** Makes an organization under the scope's id, with its first audit entry. */
export function insertOrganization(scope: OrganizationScope, name: string): Promise<void> {
  return scope.transaction(async (tx) => {
    await tx.db.organization.create({ data: { name } })
    await appendAudit(tx, { ...BY_SETUP, action: 'organization.created', detail: { name } })
  })
}

/** Makes an account. @returns its id */
export async function insertUser(
  platform: PlatformScope,
  user: { email: string; name: string; passwordHash: string; platformRole: PlatformRole | null },
): Promise<string> {
  const { id } = await platform.db.user.create({ data: user, select: { id: true } })
  return id
}

/** Makes a person a member of the scope's organization, unless they are one already. */
export function ensureMembership(
  scope: OrganizationScope,
  member: { userId: string; email: string; role: OrganizationRole },
): Promise<void> {
  const { userId, email, role } = member
  return scope.transaction(async (tx) => {
    const { count } = await tx.db.membership.createMany({
      data: [{ userId, role, organizationId: tx.organizationId }],
      skipDuplicates: true,
    })
    if (count === 0) return
    await appendAudit(tx, { ...BY_SETUP, action: 'member.added', target: userId, detail: { email, role } })
  })
}

const BY_SETUP = { actorId: null, actorName: 'Set-up' }
