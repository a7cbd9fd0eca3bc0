import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPassword } from '@/encryption-service/sign-in/check-password'
import { openStore, type Store } from '@/lib/store/open'
import { seedDemo } from '@/lib/use-cases/setup/seed-demo'
import { type TestDatabase, testDatabase } from '@/tests/support/database'
import { problem } from '@/tests/support/problems'

const ADA = { email: 'ada@northwind.example', password: 'correct horse battery' }
const GONE = { email: 'gone@northwind.example', password: 'was here before' }
const start = new Date('2026-01-01T00:00:00Z')
const minutesLater = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

let database: TestDatabase
let owner: Client
let store: Store

beforeAll(async () => {
  database = await testDatabase()
  owner = new Client({ connectionString: database.ownerUrl })
  await owner.connect()
  const ownersStore = openStore(database.ownerUrl, 2)
  const member = { organization: 'Northwind', role: 'organization_admin' } as const
  const people = [
    { ...ADA, ...member, name: 'Ada Marsh' },
    { ...GONE, ...member, name: 'Gone' },
  ]
  await seedDemo(ownersStore, { people, identities: {} })
  await ownersStore.close()
  await owner.query('UPDATE users SET disabled_at = now() WHERE email = $1', [GONE.email])
  store = openStore(database.serviceUrl, 8)
})

afterAll(async () => {
  await Promise.all([store.close(), owner.end()])
  await database.drop()
})

const signIn = (input: unknown, now = start) => checkPassword(store.platform, input, now)
const forget = () => owner.query('DELETE FROM sign_in_attempts')

describe('signing in by password', () => {
  it('lets the right password in, however the address is written', async () => {
    const id = await signIn({ ...ADA, email: ' Ada@Northwind.Example ' })
    expect((await owner.query('SELECT email FROM users WHERE id = $1', [id])).rows).toEqual([
      { email: ADA.email },
    ])
  })

  it.each([
    ['a wrong password', { ...ADA, password: 'wrong' }],
    ['an unknown address', { ...ADA, email: 'nobody@northwind.example' }],
    ['a disabled account with its right password', GONE],
    ['a password that is too long', { ...ADA, password: 'x'.repeat(10_000) }],
    ['no password', { email: ADA.email }],
    ['something else altogether', 'nothing'],
  ])('says the same of %s', async (_what, input) => {
    await forget()
    await expect(signIn(input)).rejects.toThrow(problem('wrong_credentials'))
  })

  it.each([
    ['an account', ADA.email],
    ['an address without one', 'nobody@northwind.example'],
  ])('slows %s down after five wrong passwords, even for the right one', async (_what, email) => {
    await forget()
    for (let tries = 0; tries < 5; tries++) {
      await expect(signIn({ email, password: 'wrong' })).rejects.toThrow(problem('wrong_credentials'))
    }
    await expect(signIn({ email, password: ADA.password })).rejects.toMatchObject({
      code: 'too_many_attempts',
      fix: 'Wait a minute before you try again.',
    })
    await expect(signIn({ email, password: 'wrong' }, minutesLater(1))).rejects.toThrow(
      problem('wrong_credentials'),
    )
    await expect(signIn({ email, password: 'wrong' }, minutesLater(2))).rejects.toMatchObject({
      fix: 'Wait a minute before you try again.',
    })
    await expect(signIn({ email, password: 'wrong' }, minutesLater(1.5))).rejects.toMatchObject({
      fix: 'Wait 2 minutes before you try again.',
    })
  })

  it('forgets the wrong passwords after a right one', async () => {
    await forget()
    for (let tries = 0; tries < 4; tries++) await signIn({ ...ADA, password: 'wrong' }).catch(() => null)
    await signIn(ADA)
    for (let tries = 0; tries < 4; tries++) {
      await expect(signIn({ ...ADA, password: 'wrong' })).rejects.toThrow(problem('wrong_credentials'))
    }
    await expect(signIn(ADA)).resolves.toEqual(expect.any(String))
  })

  it('looks at no more than five of many passwords tried at once', async () => {
    await forget()
    const guesses = Array.from({ length: 30 }, () =>
      signIn({ email: ADA.email, password: 'guess' }).catch((error: { code: string }) => error.code),
    )
    const looked = (await Promise.all(guesses)).filter((code) => code === 'wrong_credentials')
    expect(looked).toHaveLength(5)
  })

  it('keeps no address of those who failed', async () => {
    await forget()
    await signIn({ email: 'secret-address@northwind.example', password: 'x' }).catch(() => null)
    const { rows } = await owner.query('SELECT encode(email_hash, $1) AS text FROM sign_in_attempts', [
      'escape',
    ])
    expect(JSON.stringify(rows)).not.toContain('secret-address')
    expect(rows).toHaveLength(1)
  })
})
