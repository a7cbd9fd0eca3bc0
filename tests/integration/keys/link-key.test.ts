import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { JOB_INPUTS } from '@/lib/domain/jobs'
import { checkNow } from '@/lib/use-cases/keys/check-now'
import { linkKey } from '@/lib/use-cases/keys/link-key'
import { startPreflight } from '@/lib/use-cases/keys/start-preflight'
import { KEYS, type KeyWorld, keyWorld } from '../../support/key-world'

describe('linking a key', () => {
  let world: KeyWorld

  beforeAll(async () => {
    world = await keyWorld()
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    for (const table of ['jobs', 'link_availabilities', 'key_links']) await world.sql(`DELETE FROM ${table}`)
  })

  const admin = () => world.as('organization_admin')
  const pasted = (keyId: string) => ({ submissionId: randomUUID(), keyId })
  const DUTIES = { confidential: 'on', intact: 'on', available: 'on' } as const
  const linking = (keyId: string) => ({ ...pasted(keyId), ...DUTIES })
  const jobs = () => world.sql<{ kind: string; input: unknown }>('SELECT kind, input FROM jobs')

  it('asks for checks of the key as it was understood', async () => {
    const { jobId, keyId } = await startPreflight(admin(), pasted(`  ${KEYS.current}\n`))
    expect(keyId).toBe(KEYS.current)
    const found = await world.sql('SELECT id, kind, input, organization_id FROM jobs')
    expect(found).toEqual([
      {
        id: jobId,
        kind: 'preflight',
        input: { keyId: KEYS.current, access: {} },
        organization_id: world.own,
      },
    ])
  })

  it.each([
    ['an alias ARN', 'arn:aws:kms:eu-central-1:111122223333:alias/latchkey', 'ARN of an alias'],
    ['an alias name', 'alias/latchkey', 'name of an alias'],
    ['a bare key id', '11111111-1111-4111-8111-111111111111', 'id alone'],
    ['a region that is not offered', KEYS.current.replace('eu-central-1', 'us-east-1'), 'region'],
    ['another service', 'arn:aws:s3:::bucket', 'other than a KMS key'],
    ['far too much', 'arn:'.repeat(400), 'not the ARN'],
  ])('refuses %s with its own sentence and stores nothing', async (_what, keyId, words) => {
    for (const ask of [
      () => startPreflight(admin(), pasted(keyId)),
      () => linkKey(admin(), linking(keyId)),
    ]) {
      await expect(ask()).rejects.toMatchObject({
        code: 'invalid_input',
        fields: { keyId: expect.stringContaining(words) },
      })
    }
    expect(await jobs()).toEqual([])
    expect(
      await world.sql(`SELECT 1 FROM audit_entries WHERE action LIKE 'key.%' AND detail->>'keyId' = $1`, [
        keyId,
      ]),
    ).toEqual([])
  })

  const AZURE = 'https://northwind.vault.azure.net/keys/data'
  const GOOGLE = 'projects/northwind-prod/locations/europe-west3/keyRings/latchkey/cryptoKeys/data'
  const ROLE = 'arn:aws:iam::111122223333:role/latchkey'
  const TENANT = '0f9d0a4e-7c1d-4a27-8b8e-3f5f0b6a2c11'

  it.each([
    ['AWS by a role', KEYS.current, { roleArn: ROLE, tenantId: TENANT }, { roleArn: ROLE }],
    ['Azure', AZURE, { roleArn: ROLE, tenantId: TENANT }, { tenantId: TENANT }],
    ['Google', GOOGLE, { roleArn: '', tenantId: '' }, {}],
  ])('asks with the way to a key in %s, and with nothing else', async (_cloud, keyId, given, access) => {
    expect(await startPreflight(admin(), { ...pasted(keyId), ...given })).toMatchObject({ keyId, access })
    await linkKey(admin(), { ...linking(keyId), ...given })
    for (const { input } of await jobs()) expect(input).toMatchObject({ keyId, access })
  })

  it.each([
    ['a role elsewhere', KEYS.current, { roleArn: ROLE.replace('1111', '9999') }, 'roleArn'],
    ['no directory', AZURE, {}, 'tenantId'],
    ['a directory’s name', AZURE, { tenantId: 'northwind.onmicrosoft.com' }, 'tenantId'],
  ])('refuses %s beside its field', async (_what, keyId, given, field) => {
    const sent = startPreflight(admin(), { ...pasted(keyId), ...given })
    await expect(sent).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { [field]: expect.any(String) },
    })
    expect(await jobs()).toEqual([])
  })

  it('refuses what the vendor does not offer this organization', async () => {
    const offer = async (change: string) =>
      world.sql(`UPDATE key_offers SET ${change} WHERE organization_id = $1`, [world.own])
    const [before] = await world.sql<{ identities: object }>(
      'SELECT identities FROM key_offers WHERE organization_id = $1',
      [world.own],
    )
    try {
      await offer(`identities = identities || '{"googleServiceAccount": null}'`)
      await expect(startPreflight(admin(), pasted(GOOGLE))).rejects.toMatchObject({
        code: 'cloud_not_set_up',
        fields: { keyId: expect.stringContaining('Google Cloud KMS') },
      })
      await offer(`regions = '{eu-west-1}'`)
      await expect(startPreflight(admin(), pasted(KEYS.current))).rejects.toMatchObject({
        fields: { keyId: expect.stringContaining('region') },
      })
      await offer('withdrawn_at = now()')
      await expect(startPreflight(admin(), pasted(AZURE))).rejects.toMatchObject({ code: 'keys_not_offered' })
    } finally {
      await world.sql(
        `UPDATE key_offers SET identities = $2, regions = '{}', withdrawn_at = NULL WHERE organization_id = $1`,
        [world.own, JSON.stringify(before?.identities)],
      )
    }
    expect(await jobs()).toEqual([])
  })

  it('asks for the link with the three duties on record', async () => {
    await linkKey(admin(), linking(KEYS.current))
    const [job] = await jobs()
    expect(job?.kind).toBe('link-key')
    expect(JOB_INPUTS['link-key'].parse(job?.input)).toEqual({
      keyId: KEYS.current,
      access: {},
      dutiesAcknowledged: true,
    })
    const entries = await world.sql(
      `SELECT actor_id, detail FROM audit_entries WHERE action = 'key.link_requested' AND organization_id = $1
       ORDER BY id DESC LIMIT 1`,
      [world.own],
    )
    const detail = { keyId: KEYS.current, duties: ['confidential', 'intact', 'available'] }
    expect(entries).toEqual([{ actor_id: admin().actor.userId, detail }])
  })

  it.each([
    ['an auditor', () => world.as('organization_auditor')],
    ['somebody without an organization', () => world.as(null)],
  ])('refuses %s every step', async (_who, contextOf) => {
    const context = contextOf()
    await expect(startPreflight(context, pasted(KEYS.current))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(linkKey(context, linking(KEYS.current))).rejects.toMatchObject({ code: 'forbidden' })
    const again = { submissionId: randomUUID() }
    await expect(checkNow(context, again)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await jobs()).toEqual([])
  })

  it('takes the same form once', async () => {
    const sent = linking(KEYS.current)
    const outcomes = await Promise.allSettled([linkKey(admin(), sent), linkKey(admin(), sent)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'already_submitted' },
    })
    expect(await jobs()).toHaveLength(1)
  })

  it('links no second key, and sends to the rotation instead', async () => {
    await world.link(world.own, KEYS.current)
    await expect(linkKey(admin(), linking(KEYS.next))).rejects.toMatchObject({ code: 'key_already_linked' })
    await expect(startPreflight(admin(), pasted(KEYS.current))).rejects.toMatchObject({
      code: 'key_already_linked',
    })
    await startPreflight(admin(), pasted(KEYS.next)) // as the checks before a rotation do
    expect((await jobs()).map(({ kind }) => kind)).toEqual(['preflight'])
  })

  it('does not tell one organization which keys another has linked', async () => {
    await world.link(world.other, KEYS.current)
    await startPreflight(admin(), pasted(KEYS.current))
    await linkKey(admin(), linking(KEYS.current))
    expect(await jobs()).toHaveLength(2)
  })

  it('checks now what is linked, and only that', async () => {
    await expect(checkNow(admin(), { submissionId: randomUUID() })).rejects.toMatchObject({
      code: 'no_key_linked',
    })
    await world.link(world.own, KEYS.current)
    const sent = { submissionId: randomUUID() }
    await checkNow(admin(), sent)
    await expect(checkNow(admin(), sent)).rejects.toMatchObject({ code: 'already_submitted' })
    expect(await jobs()).toEqual([{ kind: 'check-now', input: {} }])
  })
})
