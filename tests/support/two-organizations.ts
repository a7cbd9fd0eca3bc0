import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { httpTokenOffice } from '@/lib/client/token-office'
import type { OrganizationId, UserId } from '@/lib/domain/ids'
import type { OrganizationRole } from '@/lib/domain/permissions'
import type { TokenOffice } from '@/lib/domain/service-tokens'
import { type ObjectStorage, openFolderStorage } from '@/lib/objects/storage'
import { openStore, type Store } from '@/lib/store/open'
import type { Context } from '@/lib/use-cases/context'
import { testDatabase } from './database'
import { type LocalCore, localCore } from './local-core'
import { offerKeys } from './offer'
import { makeSession, openSession, type TestSession } from './session'

/** Two organizations in a database of their own, as use cases see them: through web's login. */
export interface TwoOrganizations {
  /** the organization under test, and another whose data must stay out of reach */
  own: OrganizationId
  other: OrganizationId
  /** a member's context, each time of a new request; `null` has no organization, as the vendor's staff */
  as(role: OrganizationRole | null, organization?: OrganizationId): Context
  store: Store
  /** the same as the encryption service sees it: through its login */
  service: Store
  core: LocalCore
  objects: ObjectStorage
  /** the folder behind `objects` */
  folder: string
  /** the database as its owner, to look behind the use cases */
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>
  /** opens a session for a person, with a live row */
  session(person: UserId): Promise<TestSession>
  close(): Promise<void>
}

/** Tokens are made by the encryption service, and here is none. */
const NO_SERVICE: TokenOffice = httpTokenOffice({ url: 'http://127.0.0.1:1', token: 'none' })

/** Makes both organizations, an admin and an auditor in each. */
export async function twoOrganizations(): Promise<TwoOrganizations> {
  const database = await testDatabase()
  const owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  const own = await insertOrganization(owner, 'Northwind')
  const other = await insertOrganization(owner, 'Contoso')
  const people = new Map<string, UserId>()
  const sessions = new Map<string, TestSession>()
  for (const organization of [own, other]) {
    for (const role of ['organization_admin', 'organization_auditor'] as const) {
      const person = await insertMember(owner, organization, role)
      people.set(`${organization} ${role}`, person)
      sessions.set(`${organization} ${role}`, await openSession(owner, person))
    }
  }
  const store = openStore(database.webUrl, 4)
  const service = openStore(database.serviceUrl, 2)
  const core = localCore()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-objects-'))
  const objects = openFolderStorage(folder)

  return {
    own,
    other,
    store,
    service,
    core,
    objects,
    folder,
    as(role, organization = own) {
      const member = role && {
        userId: people.get(`${organization} ${role}`) as UserId,
        organization: { id: organization, name: 'An organization', role },
        platformRole: null,
      }
      const staff = {
        userId: randomUUID() as UserId,
        organization: null,
        platformRole: 'support_staff' as const,
      }
      const sessionHash = sessions.get(`${organization} ${role}`)?.hash ?? makeSession().hash
      const actor = { name: role ?? 'Support', sessionHash, ...(member ?? staff) }
      return { actor, store, core, tokens: NO_SERVICE, objects, now: new Date() }
    },
    session: (person) => openSession(owner, person),
    async sql<Row>(text: string, values: unknown[] = []) {
      return (await owner.query(text, values)).rows as Row[]
    },
    async close() {
      await Promise.all([store.close(), service.close(), owner.end()])
      await database.drop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function insertOrganization(owner: Client, name: string): Promise<OrganizationId> {
  const id = randomUUID() as OrganizationId
  await owner.query('INSERT INTO organizations (id, name) VALUES ($1, $2)', [id, name])
  await offerKeys((text, values) => owner.query(text, values), id)
  return id
}

async function insertMember(owner: Client, organization: OrganizationId, role: OrganizationRole) {
  const id = randomUUID() as UserId
  await owner.query('INSERT INTO users (id, email, name, password_hash) VALUES ($1, $2, $3, $4)', [
    id,
    `${id}@example.com`,
    role,
    'none',
  ])
  await owner.query('INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)', [
    organization,
    id,
    role,
  ])
  return id
}
