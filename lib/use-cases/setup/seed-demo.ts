import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { hashPassword } from '@/lib/auth/passwords'
import { makeExternalId } from '@/lib/domain/aws-role'
import { organizationId } from '@/lib/domain/ids'
import { findKeyOffer, saveKeyOffer } from '@/lib/store/key-offers'
import type { Store } from '@/lib/store/open'
import { findUserByEmail } from '@/lib/store/people'
import type { OrganizationScope } from '@/lib/store/scope'
import { ensureMembership, findOrganizationByName, insertOrganization, insertUser } from '@/lib/store/setup'

const person = z.object({ email: z.email(), name: z.string().min(1), password: z.string().min(8) })
const member = person.extend({
  organization: z.string().min(1),
  role: z.enum(['organization_admin', 'organization_auditor']),
})
const staff = person.extend({
  organization: z.undefined().optional(),
  role: z.enum(['support_staff', 'platform_operator']),
})

/** Who lives in the demo: members of organizations, and the vendor's own people. */
export const demo = z.object({
  people: z.array(z.union([member, staff])),
  /** who we are in the clouds for each organization; without them AWS alone is set up */
  identities: z
    .record(
      z.string(),
      z.object({ azureClientId: z.uuid().nullable(), googleServiceAccount: z.email().nullable() }),
    )
    .default({}),
})
type Demo = z.output<typeof demo>
type DemoPerson = Demo['people'][number]

/** Makes the demo's organizations and people; what is there already stays as it is. */
export async function seedDemo(store: Store, { people, identities }: Demo): Promise<void> {
  for (const one of people) {
    const userId = await ensureUser(store, one)
    if (!one.organization) continue
    const scope = await ensureOrganization(store, one.organization)
    await ensureMembership(scope, { userId, email: one.email, role: one.role })
    await ensureOffer(scope, identities[one.organization])
  }
}

async function ensureOffer(scope: OrganizationScope, given: Demo['identities'][string] | undefined) {
  const before = await findKeyOffer(scope)
  const awsExternalId = before?.identities.awsExternalId ?? makeExternalId()
  const identities = { azureClientId: null, googleServiceAccount: null, ...given, awsExternalId }
  if (JSON.stringify(before?.identities) === JSON.stringify(identities)) return
  await saveKeyOffer(scope, { identities, regions: before?.regions ?? [] }, new Date())
}

async function ensureUser(store: Store, one: DemoPerson): Promise<string> {
  const { email, name, password } = one
  const known = await findUserByEmail(store.platform, email)
  if (known) return known.id
  const platformRole = one.organization === undefined ? one.role : null
  return insertUser(store.platform, { email, name, passwordHash: await hashPassword(password), platformRole })
}

async function ensureOrganization(store: Store, name: string) {
  const known = await findOrganizationByName(store.platform, name)
  const scope = store.organization(organizationId.parse(known ?? randomUUID()))
  if (!known) await insertOrganization(scope, name)
  return scope
}
