import { randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import type { OrganizationId, UserId } from '@/lib/domain/ids'
import type { PlatformRole } from '@/lib/domain/permissions'
import type { Context } from '@/lib/use-cases/context'
import type { TestSession } from './session'
import { type TwoOrganizations, twoOrganizations } from './two-organizations'

/** Keys that customers might paste, all well formed. */
export const KEYS = {
  current: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111',
  next: 'arn:aws:kms:eu-central-1:111122223333:key/22222222-2222-4222-8222-222222222222',
  third: 'arn:aws:kms:eu-central-1:111122223333:key/33333333-3333-4333-8333-333333333333',
}

/** Two organizations, the vendor's people, and links as the encryption service would have written them. */
export interface KeyWorld extends TwoOrganizations {
  /** one of the vendor's people, each call of a new request */
  staff(role: PlatformRole, name?: string): Promise<Context>
  /** a member of an organization who is support staff as well */
  staffMember(organization?: OrganizationId): Context
  /** links a key to an organization; returns the link's id */
  link(organization: OrganizationId, keyId: string): Promise<string>
  count(table: string): Promise<number>
}

/** Makes the world; web's settings are in the environment until the tests of the file end. */
export async function keyWorld(): Promise<KeyWorld> {
  for (const [name, value] of Object.entries(WEB_SETTINGS)) vi.stubEnv(name, value)
  const world = await twoOrganizations()
  const known = new Map<string, { userId: UserId; sessionHash: TestSession['hash'] }>()

  async function staff(role: PlatformRole, name = 'Sam Support'): Promise<Context> {
    const context = world.as(null)
    const person = known.get(name) ?? (await insertStaff(role, name))
    known.set(name, person)
    return { ...context, actor: { ...context.actor, ...person, name, platformRole: role } }
  }

  async function insertStaff(role: PlatformRole, name: string) {
    const userId = randomUUID() as UserId
    await world.sql(
      'INSERT INTO users (id, email, name, password_hash, platform_role) VALUES ($1, $2, $3, $4, $5)',
      [userId, `${userId}@latchkey.example`, name, 'none', role],
    )
    return { userId, sessionHash: (await world.session(userId)).hash }
  }

  function staffMember(organization = world.own): Context {
    const context = world.as('organization_admin', organization)
    return { ...context, actor: { ...context.actor, platformRole: 'support_staff' } }
  }

  async function link(organization: OrganizationId, keyId: string): Promise<string> {
    const id = randomUUID()
    await world.sql(
      `INSERT INTO key_links (id, organization_id, provider, key_id, region, scope, state, duties_acknowledged_by)
       VALUES ($1, $2, 'aws', $3, 'global', 'all-customer-classes', 'active', $4)`,
      [id, organization, keyId, randomUUID()],
    )
    await world.sql(
      `INSERT INTO link_availabilities (link_id, organization_id, availability, cause, last_proof_at)
       VALUES ($1, $2, 'active', 'OK', now())`,
      [id, organization],
    )
    return id
  }

  async function count(table: string): Promise<number> {
    const rows = await world.sql<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)
    return Number(rows[0]?.n)
  }

  return { ...world, staff, staffMember, link, count }
}

const WEB_SETTINGS = {
  LATCHKEY_MODE: 'demo',
  NEXTAUTH_URL: 'http://127.0.0.1:3000',
  NEXTAUTH_SECRET: 'q8Zr1vXw5LkT0bNc7HsJ2dGf9MyPaUeE',
  WEB_DATABASE_URL: 'postgresql://web@127.0.0.1/latchkey',
  LATCHKEY_SERVICE_URL: 'http://127.0.0.1:4310',
  LATCHKEY_WEB_TOKEN: 'q8Zr1vXw5LkT0bNc7HsJ2dGf9MyPaUeE',
  LATCHKEY_STORAGE_DIR: '/nowhere',
  LATCHKEY_AWS_PRINCIPAL_ARN: 'arn:aws:iam::999988887777:role/latchkey',
  LATCHKEY_AWS_REGIONS: 'eu-central-1,eu-west-1',
  DATABASE_URL: '',
  SERVICE_DATABASE_URL: '',
}
