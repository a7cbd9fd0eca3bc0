import { describe, expect, it } from 'vitest'
import { checksFor } from '@/lib/domain/preflight-checks'
import { runPreflight } from '@/lib/kms'
import { ACCOUNT, GoogleWorld, grant, LOOK, ORGANIZATION, USE } from './google-world'

const world = new GoogleWorld()
const link = { organization: ORGANIZATION, scope: 'all', region: 'global' }

async function check(name: string, options: Parameters<typeof runPreflight>[2] = {}) {
  const { passed, rows } = await runPreflight(world.rootKey(name), link, options)
  expect(rows.map(({ id }) => id)).toEqual(checksFor('google'))
  const code = Object.fromEntries(rows.map((row) => [row.id, row.code]))
  const failed = rows.filter(({ status }) => status === 'failed').map((row) => `${row.id}: ${row.code}`)
  return { passed, failed, code, rows }
}

describe('the checks of a key in Google Cloud', () => {
  it('pass with the two roles that we ask for, and no more', async () => {
    const { passed, failed, code } = await check(await world.createKey({ rotationPeriodDays: 90 }))
    expect({ passed, failed }).toEqual({ passed: true, failed: [] })
    expect(code).toMatchObject({
      other_organization: 'own_identity',
      no_administration: 'only_use_granted',
      rotation: 'rotation_on',
      purge_protection: 'protected',
    })
  })

  it('fail when we could destroy the key', async () => {
    const bindings = grant([USE, LOOK, 'roles/cloudkms.admin'])
    const { passed, failed } = await check(await world.createKey({ bindings }))
    expect({ passed, failed }).toEqual({ passed: false, failed: ['no_administration: may_administer'] })
  })

  const roles: [string, string[], string[]][] = [
    ['its use is granted, and no look at it', [USE], ['describe: describe_denied']],
    ['only encrypting is granted', ['roles/cloudkms.cryptoKeyEncrypter', LOOK], ['unwrap: decrypt_denied']],
    ['only a look is granted', [LOOK], ['wrap: encrypt_denied']],
    ['nothing is granted', [], ['describe: describe_denied', 'wrap: encrypt_denied']],
  ]
  it.each(roles)('fail when %s', async (_, granted, expected) => {
    const { passed, failed } = await check(await world.createKey({ bindings: grant(granted) }))
    expect({ passed, failed }).toEqual({ passed: false, failed: expected })
  })

  it('fail for a key of another purpose, and encrypt nothing with it', async () => {
    const name = await world.createKey({ purpose: 'MAC' })
    expect((await check(name)).failed).toContain('usage: wrong_usage')
    expect((await world.log(name)).some(({ methodName }) => methodName === 'Encrypt')).toBe(false)
  })

  it('fail for a version that is disabled or to be destroyed', async () => {
    const disabled = await world.createKey()
    await world.atVersion(disabled, 1, 'disable')
    expect((await check(disabled)).failed).toEqual(['enabled: DISABLED'])
    const doomed = await world.createKey()
    await world.atVersion(doomed, 1, 'destroy')
    expect((await check(doomed)).failed).toEqual(['enabled: PENDING_DELETION'])
  })

  it('name the version that is away when older ones still open', async () => {
    const name = await world.createKey()
    await world.rotate(name)
    await world.atVersion(name, 2, 'disable')
    expect((await check(name)).failed).toEqual(['enabled: WRAP_BLOCKED'])
  })

  it('say on whose side a project without the API and a foreign service account are', async () => {
    const name = await world.createKey()
    const [, project] = name.split('/')
    await world.control('POST', `projects/${project}/api`, { enabled: false })
    const { rows } = await check(name)
    await world.control('POST', `projects/${project}/api`, { enabled: true })
    expect(rows[0]).toMatchObject({ id: 'describe', status: 'failed', side: 'directory' })
    const removed = await world.createKey()
    await world.setPolicy(removed, grant([USE, LOOK], ACCOUNT.replace('northwind', 'umbrella')))
    expect((await check(removed)).rows[0]).toMatchObject({ status: 'failed', side: 'key_policy' })
  })

  it('fail for a location that is not offered', async () => {
    const { failed } = await check(await world.createKey(), { regions: ['europe-west6'] })
    expect(failed).toEqual(['region: region_not_offered'])
  })
})
