import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildServer } from '@/encryption-service/http/server'
import { authOptions } from '@/lib/auth/options'
import { readSession } from '@/lib/auth/sessions'
import { hashToken } from '@/lib/auth/tokens'
import { httpCore } from '@/lib/client/http-core'
import { openDemoSession, openSession } from '@/lib/client/sign-in'
import { storedDataClasses } from '@/lib/domain/data-classes'
import { SIGN_IN_PATHS } from '@/lib/domain/sign-in'
import { parseWebEnv } from '@/lib/env'
import { openStore, type Store } from '@/lib/store/open'
import { saveToken } from '@/lib/store/service-tokens'
import { seedDemo } from '@/lib/use-cases/setup/seed-demo'
import { type TestDatabase, testDatabase } from '@/tests/support/database'
import { localCore } from '@/tests/support/local-core'
import { problem } from '@/tests/support/problems'

const ADA = { email: 'ada@northwind.example', password: 'correct horse battery' }
const BEN = { email: 'ben@northwind.example', password: 'battery horse correct' }
const WEB_TOKEN = 'q8Zr1vXw5LkT0bNc7HsJ2dGf9MyPaUeE'
const VENDOR_TOKEN = 'e8Ur1vXw5LkT0bNc7HsJ2dGf9MyPaUqZ'

let database: TestDatabase
let owner: Client
let web: Store
let service: Store
const servers: ReturnType<typeof buildServer>[] = []
/** The service as the demo runs it, Ada having a card; and as production does. */
let demoUrl: string
let productionUrl: string

beforeAll(async () => {
  database = await testDatabase()
  owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  const owners = openStore(database.ownerUrl, 2)
  const member = { organization: 'Northwind', role: 'organization_admin' } as const
  const people = [
    { ...ADA, ...member, name: 'Ada Marsh' },
    { ...BEN, ...member, name: 'Ben Okafor' },
  ]
  await seedDemo(owners, { people, identities: {} })
  const classes = { encryptClasses: storedDataClasses, decryptClasses: storedDataClasses }
  const grant = { ...classes, organizationId: null, expiresAt: null }
  await saveToken(owners.platform, hashToken(WEB_TOKEN), { ...grant, name: 'web', requiresSession: true })
  await saveToken(owners.platform, hashToken(VENDOR_TOKEN), {
    ...grant,
    name: 'billing',
    requiresSession: false,
  })
  await owners.close()
  web = openStore(database.webUrl, 4)
  service = openStore(database.serviceUrl, 4)
  demoUrl = await listen([ADA.email])
  productionUrl = await listen(null)
})

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await Promise.all([web.close(), service.close(), owner.end()])
  await database.drop()
})

beforeEach(async () => {
  await owner.query('DELETE FROM sign_in_attempts')
})

function listen(demoPeople: string[] | null): Promise<string> {
  const ready = async () => ({ database: true, lease: true, platformRoot: true })
  const server = buildServer({ store: service, core: localCore(), demoPeople, ready })
  servers.push(server)
  return server.listen({ host: '127.0.0.1', port: 0 })
}

const sessions = async () => (await owner.query('SELECT id FROM sessions')).rowCount
const ask = (url: string, body: unknown, token?: string) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })

describe('a session that web asks the service for', () => {
  const at = () => ({ url: productionUrl, token: WEB_TOKEN })

  it('is opened for the right password, and both programs know whose it is', async () => {
    const session = await openSession(at(), { ...ADA, email: ' ADA@northwind.example' })
    expect(session).toMatch(/^[\w-]{43}$/)
    const actor = await readSession(web.platform, session)
    expect(actor).toMatchObject({ name: 'Ada Marsh', organization: { role: 'organization_admin' } })
    const context = {
      organization: actor?.organization?.id ?? '',
      dataClass: 'document_metadata' as const,
      object: 'row-1',
      field: 'value',
    }
    const core = httpCore({ ...at(), session })
    expect(await core.encrypt([{ context, plaintext: new Uint8Array(3) }])).toMatchObject([{ ok: true }])
  })

  it('is not opened for a wrong password, in the words of the service', async () => {
    const before = await sessions()
    for (let tries = 0; tries < 5; tries++) {
      const wrong = openSession(at(), { ...ADA, password: 'guess' })
      await expect(wrong).rejects.toThrow(problem('wrong_credentials'))
    }
    await expect(openSession(at(), ADA)).rejects.toMatchObject({
      code: 'too_many_attempts',
      fix: 'Wait a minute before you try again.',
    })
    expect(await sessions()).toBe(before)
  })

  it.each([
    ['nothing', undefined],
    ['no password', { email: ADA.email }],
    ['something else', { email: [ADA.email], password: { SECRET: 1 } }],
    ['more than anybody types', { email: ADA.email, password: 'SECRET'.repeat(10_000) }],
  ])('is not opened for %s, and nothing of it is repeated', async (_what, body) => {
    const answer = await ask(`${productionUrl}${SIGN_IN_PATHS.password}`, body ?? null, WEB_TOKEN)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(await answer.text()).not.toContain('SECRET')
  })

  it('is opened for nobody but web', async () => {
    const before = await sessions()
    for (const [url, body] of [
      [`${productionUrl}${SIGN_IN_PATHS.password}`, ADA],
      [`${demoUrl}${SIGN_IN_PATHS.demoCard}`, { email: ADA.email }],
    ] as const) {
      expect((await ask(url, body)).status).toBe(401)
      expect((await ask(url, body, `lk_${'x'.repeat(43)}`)).status).toBe(401)
      expect((await ask(url, body, VENDOR_TOKEN)).status).toBe(403)
    }
    expect(await sessions()).toBe(before)
    expect((await owner.query('SELECT 1 FROM sign_in_attempts')).rowCount).toBe(0)
  })
})

describe('a card of the demo', () => {
  const at = () => ({ url: demoUrl, token: WEB_TOKEN })

  it('opens a session for whom it stands for, and for nobody else', async () => {
    const session = await openDemoSession(at(), { email: ADA.email })
    expect(await readSession(web.platform, session)).toMatchObject({ name: 'Ada Marsh' })
    for (const email of [BEN.email, 'nobody@northwind.example', '']) {
      await expect(openDemoSession(at(), { email })).rejects.toThrow(problem('wrong_credentials'))
    }
  })

  it('opens none for somebody disabled', async () => {
    await owner.query('UPDATE users SET disabled_at = now() WHERE email = $1', [ADA.email])
    const card = openDemoSession(at(), { email: ADA.email })
    await expect(card).rejects.toThrow(problem('wrong_credentials'))
    await owner.query('UPDATE users SET disabled_at = NULL')
  })

  it('is nothing outside the demo', async () => {
    const answer = await ask(`${productionUrl}${SIGN_IN_PATHS.demoCard}`, { email: ADA.email }, WEB_TOKEN)
    expect(answer.status).toBe(404)
  })
})

describe('the ways in that web offers', () => {
  const settings = () => ({
    LATCHKEY_MODE: 'demo',
    NEXTAUTH_URL: 'http://127.0.0.1:3000',
    NEXTAUTH_SECRET: WEB_TOKEN,
    WEB_DATABASE_URL: database.webUrl,
    LATCHKEY_SERVICE_URL: demoUrl,
    LATCHKEY_WEB_TOKEN: WEB_TOKEN,
    LATCHKEY_STORAGE_DIR: '/tmp',
    LATCHKEY_AWS_PRINCIPAL_ARN: 'arn:aws:iam::123456789012:role/latchkey',
  })
  const waysIn = (more: Record<string, string> = {}) =>
    authOptions(parseWebEnv({ ...settings(), ...more })).providers.map(({ options }) => options)
  async function enter(id: string, input: object, more: { host?: string } & Record<string, string> = {}) {
    const { host = '127.0.0.1:3000', ...environment } = more
    const way = waysIn(environment).find((options) => options?.id === id)
    return (await way?.authorize(input, { headers: { host } })) as { id: string }
  }

  it('are a password, and in the demo a card', () => {
    expect(waysIn().map((way) => way?.id)).toEqual(['password', 'demo'])
    expect(waysIn({ LATCHKEY_MODE: 'production' }).map((way) => way?.id)).toEqual(['password'])
  })

  it('hand next-auth a session and nothing of the person', async () => {
    for (const entered of [await enter('password', ADA), await enter('demo', { email: ADA.email })]) {
      expect(Object.keys(entered)).toEqual(['id'])
      expect(await readSession(web.platform, entered.id)).toMatchObject({ name: 'Ada Marsh' })
    }
  })

  it('tell a wrong password, and what can’t be one, by the same code', async () => {
    for (const password of ['guess', 'x'.repeat(10_000), undefined]) {
      await expect(enter('password', { email: ADA.email, password })).rejects.toThrow(/^wrong_credentials /)
    }
  })

  it('take a card at this machine only', async () => {
    for (const host of ['latchkey.example', '']) {
      await expect(enter('demo', { email: ADA.email }, { host })).rejects.toThrow(/^wrong_credentials /)
    }
  })

  it.each([
    ['does not answer', { LATCHKEY_SERVICE_URL: 'http://127.0.0.1:1' }],
    ['does not know web’s token', { LATCHKEY_WEB_TOKEN: `${randomUUID()}` }],
  ])('say that sign-in is not available when the service %s', async (_what, broken) => {
    await expect(enter('password', ADA, broken)).rejects.toThrow(
      'sign_in_unavailable Try again. If it stays so, tell your operator.',
    )
  })
})
