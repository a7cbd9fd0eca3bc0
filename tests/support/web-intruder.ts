import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { testDatabase } from './database'
import { offerKeys } from './offer'
import { openSession, type TestSession } from './session'

const PEOPLE = {
  ada: { organization: 'own', role: 'organization_admin' },
  ben: { organization: 'own', role: 'organization_auditor' },
  eve: { organization: 'other', role: 'organization_admin' },
  sam: { platformRole: 'support_staff' },
  kim: { platformRole: 'support_staff' },
  olga: { platformRole: 'platform_operator' },
  /** an admin who is support staff as well */
  both: { organization: 'own', role: 'organization_admin', platformRole: 'support_staff' },
} as const

export type Person = keyof typeof PEOPLE

/** Somebody who holds web's database login and types SQL, in a database where everybody has a live session. */
export interface WebIntruder {
  own: string
  other: string
  ids: Record<Person, string>
  sessions: Record<Person, TestSession>
  /** Runs statements as web in one transaction, which names a person's session, an invented one, or none. */
  as(who: Person | TestSession | null, ...statements: [text: string, values: unknown[]][]): Promise<unknown[]>
  /** One statement as web, with no transaction of its own. */
  web(text: string, values?: unknown[]): Promise<unknown[]>
  owner: Client
  service: Client
  close(): Promise<void>
}

/** Makes the organizations and the people, and logs in as web. */
export async function webIntruder(): Promise<WebIntruder> {
  const database = await testDatabase()
  const owner = new Client({ connectionString: database.ownerUrl })
  const login = new Client({ connectionString: database.webUrl })
  const service = new Client({ connectionString: database.serviceUrl })
  await Promise.all([owner.connect(), login.connect(), service.connect()])
  const organizations = { own: randomUUID(), other: randomUUID() }
  for (const [name, id] of Object.entries(organizations)) {
    await owner.query('INSERT INTO organizations (id, name) VALUES ($1, $2)', [id, name])
    await offerKeys((text, values) => owner.query(text, values), id)
  }
  const ids = {} as Record<Person, string>
  const sessions = {} as Record<Person, TestSession>
  for (const [name, is] of Object.entries(PEOPLE) as [Person, Is][]) {
    ids[name] = await insertPerson(owner, name, is, organizations)
    sessions[name] = await openSession(owner, ids[name])
  }
  const web = async (text: string, values: unknown[] = []) => (await login.query(text, values)).rows

  return {
    ...organizations,
    ids,
    sessions,
    owner,
    service,
    web,
    async as(who, ...statements) {
      const session = typeof who === 'string' ? sessions[who] : who
      await web('BEGIN')
      try {
        if (session) {
          const hex = Buffer.from(session.hash).toString('hex')
          await web(`SELECT set_config('latchkey.session', $1, true)`, [hex])
        }
        let rows: unknown[] = []
        for (const [text, values] of statements) rows = await web(text, values)
        await web('COMMIT')
        return rows
      } catch (error) {
        await web('ROLLBACK')
        throw error
      }
    },
    async close() {
      await Promise.all([owner.end(), login.end(), service.end()])
      await database.drop()
    },
  }
}

interface Is {
  organization?: 'own' | 'other'
  role?: string
  platformRole?: string
}

async function insertPerson(owner: Client, name: string, is: Is, organizations: Record<string, string>) {
  const id = randomUUID()
  await owner.query(
    'INSERT INTO users (id, email, name, password_hash, platform_role) VALUES ($1, $2, $3, $4, $5)',
    [id, `${name}@example.com`, name, 'none', is.platformRole ?? null],
  )
  if (is.organization) {
    const values = [organizations[is.organization], id, is.role]
    await owner.query('INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)', values)
  }
  return id
}
