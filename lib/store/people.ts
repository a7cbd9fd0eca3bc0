import type { Failures } from '@/lib/domain/sign-in-throttle'
import type { PlatformScope } from './open'
import type { OrganizationScope } from './scope'

/** A person's memberships, the first one first. */
export const FIRST_MEMBERSHIPS = {
  select: { role: true, organization: { select: { id: true, name: true } } },
  orderBy: { createdAt: 'asc' },
} as const

/** A person with what signing in needs; web may not read it. */
export function findUserByEmail(platform: PlatformScope, email: string) {
  const select = { id: true, passwordHash: true, disabledAt: true } as const
  return platform.db.user.findUnique({ where: { email }, select })
}

/** People by e-mail address, with what they are; for the cards of the demo. */
export function findPeople(platform: PlatformScope, emails: string[]) {
  return platform.db.user.findMany({
    where: { email: { in: emails }, disabledAt: null },
    select: { email: true, name: true, platformRole: true, memberships: FIRST_MEMBERSHIPS },
  })
}

/** A person's e-mail address. */
export async function emailOf(platform: PlatformScope, id: string): Promise<string> {
  const { email } = await platform.db.user.findUniqueOrThrow({ where: { id }, select: { email: true } })
  return email
}

/** The wrong passwords counted for an address (SHA-256 of it), whether or not it has an account. */
export function findAttempts(platform: PlatformScope, emailHash: Uint8Array<ArrayBuffer>) {
  return platform.db.signInAttempt.findUnique({ where: { emailHash } })
}

/**
 * Counts one more wrong password, unless somebody else counted since `seen` was read.
 * @returns false when the count has moved: read it again
 */
export async function countFailure(
  platform: PlatformScope,
  emailHash: Uint8Array<ArrayBuffer>,
  seen: Failures | null,
  next: Failures,
): Promise<boolean> {
  const attempts = platform.db.signInAttempt
  const { count } = seen
    ? await attempts.updateMany({
        where: { emailHash, failures: seen.failures, lastFailedAt: seen.lastFailedAt },
        data: next,
      })
    : await attempts.createMany({ data: [{ emailHash, ...next }], skipDuplicates: true })
  return count > 0
}

/** Forgets the wrong passwords of an address. */
export async function clearFailures(platform: PlatformScope, emailHash: Uint8Array<ArrayBuffer>) {
  await platform.db.signInAttempt.deleteMany({ where: { emailHash } })
}

/** Names of people by id, for pages that say who did something. */
export async function namesOf(platform: PlatformScope, ids: (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const people = await platform.db.user.findMany({
    where: { id: { in: wanted } },
    select: { id: true, name: true },
  })
  return new Map(people.map((person) => [person.id, person.name]))
}

/** The role a person has in an organization right now; null when they are no member. */
export async function roleIn({ db }: OrganizationScope, userId: string) {
  const membership = await db.membership.findFirst({ where: { userId }, select: { role: true } })
  return membership?.role ?? null
}

/** A person who may still sign in, with their role in an organization and on the platform; null otherwise. */
export async function findPerson(platform: PlatformScope, userId: string, organizationId: string) {
  const person = await platform.db.user.findUnique({
    where: { id: userId, disabledAt: null },
    select: { id: true, name: true, platformRole: true, memberships: { where: { organizationId } } },
  })
  if (!person) return null
  const { id, name, platformRole, memberships } = person
  return { id, name, platformRole, role: memberships[0]?.role ?? null }
}
