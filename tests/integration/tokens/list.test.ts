import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPlatformToken, createToken } from '@/lib/use-cases/tokens/create'
import { listTokens } from '@/lib/use-cases/tokens/list'
import { listTokensOfPlatform } from '@/lib/use-cases/tokens/list-platform'
import { revokePlatformToken, revokeToken } from '@/lib/use-cases/tokens/revoke'
import { problem } from '@/tests/support/problems'
import { type TwoOrganizations, twoOrganizations } from '@/tests/support/two-organizations'

let world: TwoOrganizations

interface Row {
  name: string
  organization: string | null
  byPlatform?: boolean
  expires?: string
  revoked?: boolean
}

async function insert({ name, organization, byPlatform = false, expires = '90 days', revoked }: Row) {
  await world.sql(
    `INSERT INTO service_tokens (id, name, token_hash, last_four, organization_id, by_platform, encrypt_classes,
       decrypt_classes, requires_session, expires_at, revoked_at)
     VALUES ($1, $2, $3, 'abcd', $4, $5, '{api_exports}', '{}', false, now() + $6::interval, $7)`,
    [randomUUID(), name, randomBytes(32), organization, byPlatform, expires, revoked ? new Date() : null],
  )
}

beforeAll(async () => {
  world = await twoOrganizations()
  const { own, other } = world
  await insert({ name: 'own-live', organization: own })
  await insert({ name: 'own-ending', organization: own, expires: '13 days' })
  await insert({ name: 'own-over', organization: own, expires: '-1 second' })
  await insert({ name: 'own-revoked', organization: own, revoked: true })
  await insert({ name: 'of-the-other', organization: other })
  await insert({ name: 'for-all', organization: null, byPlatform: true })
  await insert({ name: 'for-own', organization: own, byPlatform: true })
  await insert({ name: 'for-other', organization: other, byPlatform: true })
  await insert({ name: 'for-all-revoked', organization: null, byPlatform: true, revoked: true })
  await insert({ name: 'web', organization: null, byPlatform: true })
})
afterAll(() => world.close())

const operator = () => {
  const context = world.as(null)
  return { ...context, actor: { ...context.actor, platformRole: 'platform_operator' as const } }
}
const statesOf = (rows: { name: string; state: string }[]) =>
  Object.fromEntries(rows.map(({ name, state }) => [name, state]))

describe('the list of tokens', () => {
  it('shows an organization its own in every state, and those of the platform that reach its data', async () => {
    for (const role of ['organization_admin', 'organization_auditor'] as const) {
      const { own, platform } = await listTokens(world.as(role))
      expect(statesOf(own)).toEqual({
        'own-live': 'live',
        'own-ending': 'expires_soon',
        'own-over': 'expired',
        'own-revoked': 'revoked',
      })
      expect(statesOf(platform)).toEqual({ 'for-own': 'live', 'for-all': 'live' })
    }
  })

  it('shows the operator those of the platform, whom they serve, and never web’s', async () => {
    const { tokens } = await listTokensOfPlatform(operator())
    const served = Object.fromEntries(tokens.map(({ name, organizationName }) => [name, organizationName]))
    expect(served).toEqual({
      'for-all': null,
      'for-own': 'Northwind',
      'for-other': 'Contoso',
      'for-all-revoked': null,
    })
  })

  it('is for members and the operator, each their own', async () => {
    await expect(listTokens(world.as(null))).rejects.toThrow(problem('forbidden'))
    for (const context of [world.as(null), world.as('organization_admin')]) {
      await expect(listTokensOfPlatform(context)).rejects.toThrow(problem('forbidden'))
    }
  })
})

describe('making and revoking', () => {
  const wish = {
    submissionId: randomUUID(),
    name: 'x',
    encryptClasses: ['api_exports' as const],
    decryptClasses: [],
    lifeDays: 30,
  }
  const aim = { submissionId: randomUUID(), id: randomUUID() }

  it('is refused to other roles before the encryption service is asked', async () => {
    for (const context of [world.as('organization_auditor'), world.as(null), operator()]) {
      await expect(createToken(context, wish)).rejects.toThrow(problem('forbidden'))
      await expect(revokeToken(context, aim)).rejects.toThrow(problem('forbidden'))
    }
    for (const context of [world.as('organization_admin'), world.as(null)]) {
      const forAll = { ...wish, organizationId: null }
      await expect(createPlatformToken(context, forAll)).rejects.toThrow(problem('forbidden'))
      await expect(revokePlatformToken(context, aim)).rejects.toThrow(problem('forbidden'))
    }
  })

  it('needs something that the token may do, and an id that can be one', async () => {
    const idle = { ...wish, encryptClasses: [] }
    await expect(createToken(world.as('organization_admin'), idle)).rejects.toThrow(
      problem('invalid_input', { classes: expect.any(String) as unknown as string }),
    )
    await expect(revokeToken(world.as('organization_admin'), { ...aim, id: 'x' })).rejects.toThrow(
      problem('not_found'),
    )
  })

  it('leaves everything as it is while the encryption service is away', async () => {
    await expect(createToken(world.as('organization_admin'), wish)).rejects.toThrow(
      problem('service_unavailable'),
    )
    expect(await world.sql('SELECT 1 FROM service_tokens WHERE name = $1', [wish.name])).toEqual([])
  })
})
