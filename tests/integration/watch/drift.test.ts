import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Cloud } from '@/lib/domain/provider'
import { policyOf } from '../../support/aws-account'
import { grant, LOOK, USE } from '../../support/google-project'
import { type WatchedLink, WatchStage } from '../../support/watch-stage'

const DAY = 86_400_000
const stage = new WatchStage()
const inDays = (days: number) => new Date(stage.now.wallMs + days * DAY).toISOString()
const { aws, azure, google } = stage

beforeAll(() => stage.open())
afterEach(async () => {
  await stage.sql(`UPDATE key_links SET state = 'retired'`)
  expect(stage.troubles).toEqual([])
})
afterAll(() => stage.close())

/** What people may do to a key in their cloud, and how the next daily check tells of it. */
interface Change {
  what: string
  given?: Record<string, unknown>
  before?: (link: WatchedLink) => Promise<void>
  change: (link: WatchedLink) => Promise<void>
  drift: string[]
  mend?: (link: WatchedLink) => Promise<void>
}

const setPolicy = (edit: (policy: string) => string) => async (link: WatchedLink) =>
  aws.setPolicy(link.keyId, edit(policyOf(link.organization)))
const asLinked = setPolicy((policy) => policy)
const without = (action: string) =>
  setPolicy((policy) => {
    expect(policy).toContain(`"kms:${action}"`)
    return policy.replace(`"kms:${action}"`, '"kms:Verify"')
  })
const rotation = (enabled: boolean) => (link: WatchedLink) => aws.atKey(link.keyId, 'rotation', { enabled })

const AWS: Change[] = [
  {
    what: 'kms:Encrypt is lost',
    change: without('Encrypt'),
    drift: ['wrap: encrypt_denied'],
    mend: asLinked,
  },
  { what: 'kms:Decrypt is lost', change: without('Decrypt'), drift: ['unwrap: decrypt_denied'] },
  {
    what: 'kms:DescribeKey is lost',
    change: without('DescribeKey'),
    drift: ['describe: describe_denied', 'rotation: rotation_unknown'],
  },
  {
    what: 'kms:GetKeyRotationStatus is lost',
    change: without('GetKeyRotationStatus'),
    drift: ['rotation: rotation_unknown'],
  },
  {
    what: 'the policy loses its condition',
    change: (link) =>
      setPolicy((policy) => policy.replace('StringEquals', 'StringLike').replace(link.organization, '*'))(
        link,
      ),
    drift: ['other_organization: policy_not_conditioned'],
    mend: asLinked,
  },
  {
    what: 'rotation is turned off',
    before: rotation(true),
    change: rotation(false),
    drift: ['rotation: rotation_off'],
    mend: rotation(true),
  },
  {
    what: 'the key is disabled and nobody has used it since',
    change: (link) => aws.atKey(link.keyId, 'disable'),
    drift: ['enabled: DISABLED'],
    mend: (link) => aws.atKey(link.keyId, 'enable'),
  },
  {
    what: 'the key is scheduled for deletion',
    change: (link) => aws.atKey(link.keyId, 'schedule-deletion'),
    drift: ['enabled: PENDING_DELETION'],
  },
]

const AZURE: Change[] = [
  {
    what: 'the role is taken away',
    change: (link) => azure.unassign(link.keyId),
    drift: ['describe: describe_denied', 'wrap: encrypt_denied'],
  },
  {
    what: 'an expiry is set, far away',
    change: (link) => azure.atKey(link.keyId, 'attributes', { expires: inDays(200) }),
    drift: ['expiry: expires_later'],
    mend: (link) => azure.atKey(link.keyId, 'attributes', { expires: null }),
  },
  {
    what: 'an expiry is set, within 90 days',
    change: (link) => azure.atKey(link.keyId, 'attributes', { expires: inDays(20) }),
    drift: ['expiry: expires_soon'],
  },
  {
    what: 'the key is valid from a later day on',
    change: (link) => azure.atKey(link.keyId, 'attributes', { notBefore: inDays(3) }),
    drift: ['not_before: not_yet_valid'],
  },
  {
    what: 'the key may no longer wrap',
    change: (link) => azure.atKey(link.keyId, 'attributes', { keyOps: ['unwrapKey'] }),
    drift: ['usage: wrong_usage'],
  },
  {
    what: 'the key is disabled',
    change: (link) => azure.atKey(link.keyId, 'disable'),
    drift: ['enabled: DISABLED'],
    mend: (link) => azure.atKey(link.keyId, 'enable'),
  },
  {
    what: 'the key is deleted',
    change: (link) => azure.atKey(link.keyId, 'delete'),
    drift: ['enabled: PENDING_DELETION'],
    mend: (link) => azure.atKey(link.keyId, 'recover'),
  },
]

const GOOGLE: Change[] = [
  {
    what: 'the role to use it is taken away',
    change: (link) => google.setPolicy(link.keyId, grant([LOOK])),
    drift: ['wrap: encrypt_denied'],
    mend: (link) => google.setPolicy(link.keyId, grant([USE, LOOK])),
  },
  {
    what: 'the role to look at it is taken away',
    change: (link) => google.setPolicy(link.keyId, grant([USE])),
    drift: ['describe: describe_denied', 'rotation: rotation_unknown'],
  },
  {
    what: 'we are given more than its use',
    change: (link) => google.setPolicy(link.keyId, grant([USE, LOOK, 'roles/cloudkms.admin'])),
    drift: ['no_administration: may_administer'],
    mend: (link) => google.setPolicy(link.keyId, grant([USE, LOOK])),
  },
  {
    what: 'rotation is turned off',
    given: { rotationPeriodDays: 30 },
    change: (link) => google.control('POST', `${link.keyId}/rotation`, { periodDays: null }),
    drift: ['rotation: rotation_off'],
  },
  {
    what: 'the version in use is disabled',
    change: (link) => google.atVersion(link.keyId, 1, 'disable'),
    drift: ['enabled: DISABLED'],
    mend: (link) => google.atVersion(link.keyId, 1, 'enable'),
  },
  {
    what: 'the version in use is to be destroyed',
    change: (link) => google.atVersion(link.keyId, 1, 'destroy'),
    drift: ['enabled: PENDING_DELETION'],
  },
]

const CHANGES: [Cloud, Change[]][] = [
  ['aws', AWS],
  ['azure', AZURE],
  ['google', GOOGLE],
]

async function nextDay(): Promise<void> {
  stage.pass(DAY)
  await stage.watcher().turn()
}

async function driftOf({ scope, linkId }: WatchedLink): Promise<string[]> {
  const { drift } = await scope.db.linkWatch.findFirstOrThrow({ where: { linkId } })
  return (drift as { id: string; code: string }[]).map(({ id, code }) => `${id}: ${code}`)
}

async function audited({ scope }: WatchedLink, action: string): Promise<string[]> {
  const entries = await scope.db.auditEntry.findMany({ where: { action }, orderBy: { id: 'asc' } })
  return entries.flatMap(({ detail }) => (detail as { checks: { id: string }[] }).checks.map(({ id }) => id))
}

describe.each(CHANGES)('the daily check of a key in %s', (cloud, changes) => {
  it.each(changes)('tells when $what', async ({ given, before, change, drift, mend }) => {
    const link = await stage.link(cloud, given)
    if (before) {
      await before(link)
      // As if it had been so when the key was linked.
      await stage.sql(`UPDATE key_links SET checks = '[]' WHERE id = $1`, [link.linkId])
    }
    await nextDay()
    expect(await driftOf(link)).toEqual([])
    await change(link)
    await nextDay()
    expect(await driftOf(link)).toEqual(drift)
    const ids = drift.map((row) => row.split(':')[0])
    expect(await audited(link, 'key.drift_found')).toEqual(ids)
    await nextDay()
    expect(await audited(link, 'key.drift_found')).toEqual(ids)
    if (!mend) return
    await mend(link)
    await nextDay()
    expect(await driftOf(link)).toEqual([])
    expect(await audited(link, 'key.drift_gone')).toEqual(ids)
  })
})

describe('drift', () => {
  it('neither appears nor goes while nothing answers', async () => {
    const link = await stage.link('aws')
    await without('Encrypt')(link)
    await nextDay()
    expect(await driftOf(link)).toEqual(['wrap: encrypt_denied'])
    await aws.setFault({ kind: 'http500' })
    await nextDay()
    await aws.clearFaults()
    expect(await driftOf(link)).toEqual(['wrap: encrypt_denied'])
    expect(await audited(link, 'key.drift_gone')).toEqual([])
  })

  it('is measured by the first good checks where a link came by a rotation', async () => {
    const link = await stage.link('google', { rotationPeriodDays: 30 })
    await stage.sql(`UPDATE key_links SET checks = '[]' WHERE id = $1`, [link.linkId])
    await nextDay()
    const [row] = await stage.sql<{ checks: { id: string; code: string }[] }>(
      'SELECT checks FROM key_links WHERE id = $1',
      [link.linkId],
    )
    expect(row?.checks.find(({ id }) => id === 'rotation')?.code).toBe('rotation_on')
  })

  it('names the command that mends it', async () => {
    const link = await stage.link('azure')
    await azure.atKey(link.keyId, 'disable')
    await nextDay()
    const { drift } = await link.scope.db.linkWatch.findFirstOrThrow({ where: { linkId: link.linkId } })
    expect(drift).toMatchObject([
      { command: expect.stringMatching(/^az keyvault key set-attributes --vault-name northwind /) },
    ])
  })
})
