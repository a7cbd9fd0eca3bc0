import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { CLOUDS, type Cloud } from '@/lib/domain/provider'
import { Keyring } from '@/lib/keyring/keyring'
import type { WrapContext } from '@/lib/kms'
import { recordChange } from '@/lib/store/availability-rows'
import { type WatchedLink, WatchStage } from '../../support/watch-stage'

const HOUR = 3_600_000
const stage = new WatchStage()

beforeAll(() => stage.open())
afterEach(() => expect(stage.troubles).toEqual([]))
afterAll(() => stage.close())

/** Rotates a key in its cloud, as its owner. */
const ROTATE: Record<Cloud, (keyId: string) => Promise<void>> = {
  aws: (keyId) => stage.aws.atKey(keyId, 'rotate'),
  azure: (keyId) => stage.azure.atKey(keyId, 'rotate'),
  google: (keyId) => stage.google.rotate(keyId),
}

const versionsOf = ({ scope, linkId }: WatchedLink) =>
  scope.db.rootKeyVersion.findMany({ where: { linkId }, orderBy: { firstSeenAt: 'asc' } })

const entriesOf = async ({ scope }: WatchedLink, action: string) =>
  (await scope.db.auditEntry.findMany({ where: { action } })).map(({ detail }) => detail)

const wrapContext = ({ organization }: WatchedLink): WrapContext => ({
  organization,
  purpose: 'customer-share',
  scope: 'all',
  region: 'global',
  share: randomUUID(),
})

async function wrapsUnder({ scope, linkId }: WatchedLink): Promise<(string | null)[]> {
  const wraps = await scope.db.shareWrap.findMany({ where: { linkId }, select: { keyMaterialId: true } })
  return wraps.map(({ keyMaterialId }) => keyMaterialId)
}

describe.each(CLOUDS)('the versions of a key in %s', (cloud) => {
  let link: WatchedLink
  beforeAll(async () => {
    link = await stage.link(cloud)
  })

  it('are known from the first look, with the wraps that were made before', async () => {
    await stage.watcher().turn()
    const [version, ...others] = await versionsOf(link)
    expect(others).toEqual([])
    expect(version).toMatchObject({ current: true, outcome: 'OK', inferred: cloud === 'aws' })
    expect(version?.createdFrom).toBe(cloud === 'aws' ? 'key_created' : 'listed')
    expect(version?.keyCreatedAt).not.toBeNull()
    expect(version?.firstUsedAt).not.toBeNull()
    expect(await wrapsUnder(link)).toEqual([version?.versionId])
  })

  it('are noticed within the hour after a rotation in the cloud; the older one is kept', async () => {
    const [first] = await versionsOf(link)
    await ROTATE[cloud](link.keyId)
    stage.pass(HOUR)
    await stage.watcher().turn()
    const versions = await versionsOf(link)
    expect(versions.map(({ current }) => current)).toEqual([false, true])
    const [older, newer] = versions
    expect(older).toMatchObject({ versionId: first?.versionId, outcome: 'OK' })
    expect(newer?.inferred).toBe(cloud === 'aws')
    expect(await entriesOf(link, 'key.version_noticed')).toEqual([
      { version: newer?.versionId, inferred: cloud === 'aws' },
    ])
    // What was wrapped stays where it is, and hangs on the older version.
    expect(await wrapsUnder(link)).toEqual([older?.versionId])
  })

  it('wrap what is new by themselves, and open what is older', async () => {
    const row = await link.scope.db.keyLink.findFirstOrThrow({ where: { id: link.linkId } })
    const root = stage.parts.customerRoot(row)
    const context = wrapContext(link)
    const wrap = await root.wrap(randomKey(), context)
    const [older, newer] = await versionsOf(link)
    expect(wrap.keyMaterialId).toBe(newer?.versionId)
    const keyring = new Keyring(stage.parts)
    await keyring.activeKey(link.organization, 'secrets_and_credentials')
    keyring.stop()
    const used = (await versionsOf(link)).find(({ versionId }) => versionId === older?.versionId)
    expect(used?.lastUsedAt).toEqual(new Date(stage.now.wallMs))
  })

  it('note their use at most once a minute', async () => {
    const [older] = await versionsOf(link)
    const lastUse = async () => (await versionsOf(link))[0]?.lastUsedAt?.getTime()
    const load = async () => {
      const keyring = new Keyring(stage.parts)
      await keyring.activeKey(link.organization, 'secrets_and_credentials')
      keyring.stop()
    }
    const before = older?.lastUsedAt?.getTime() ?? 0
    stage.pass(30_000)
    await load()
    expect(await lastUse()).toBe(before)
    stage.pass(31_000)
    await load()
    expect(await lastUse()).toBe(before + 61_000)
  })
})

describe('the turns', () => {
  it('are taken by one of several processes alone', async () => {
    const link = await stage.link('aws')
    const looks = async () =>
      (await stage.aws.log(link.keyId)).filter(({ eventName }) => eventName === 'GetKeyRotationStatus').length
    const before = await looks()
    await Promise.all([1, 2, 3, 4].map(() => stage.watcher().turn()))
    expect(await looks()).toBe(before + 1)
    await stage.watcher().turn()
    expect(await looks()).toBe(before + 1)
  })

  it('leave out what is stopped, and take it up when it is back', async () => {
    const link = await stage.link('google')
    await stage.sql(`UPDATE link_availabilities SET availability = 'stopped_denied' WHERE link_id = $1`, [
      link.linkId,
    ])
    const calls = async () => (await stage.google.log(link.keyId)).length
    const before = await calls()
    stage.pass(48 * HOUR)
    await stage.watcher().turn()
    expect(await calls()).toBe(before)
    await stage.sql(`UPDATE link_availabilities SET availability = 'active' WHERE link_id = $1`, [
      link.linkId,
    ])
    await stage.watcher().turn()
    expect(await calls()).toBeGreaterThan(before)
  })

  it('go on for a key that is to be deleted, whose date counts, but try nothing with it', async () => {
    const link = await stage.link('aws')
    await stage.watcher().turn()
    await stage.aws.atKey(link.keyId, 'schedule-deletion', { pendingWindowInDays: 7 })
    await recordChange(link.scope, {
      linkId: link.linkId,
      availability: 'stopped_denied',
      ends: 'active',
      cause: 'PENDING_DELETION',
      errorName: null,
      requestId: null,
      at: new Date(stage.now.wallMs),
      denials: 0n,
    })
    const uses = async () =>
      (await stage.aws.log(link.keyId)).filter(({ eventName }) => /crypt$/.test(eventName)).length
    const before = await uses()
    await stage.watcher().turn()
    stage.pass(48 * HOUR)
    await stage.watcher().turn()
    const { facts } = await link.scope.db.linkWatch.findFirstOrThrow({ where: { linkId: link.linkId } })
    expect(facts).toMatchObject({ outcome: 'PENDING_DELETION', deletionAt: expect.any(String) })
    expect(await uses()).toBe(before)
  })

  it('try again soon after silence, and keep what was known', async () => {
    const link = await stage.link('aws')
    await stage.watcher().turn()
    const watch = () => link.scope.db.linkWatch.findFirstOrThrow({ where: { linkId: link.linkId } })
    const { facts, lookedAt } = await watch()
    stage.pass(HOUR)
    await stage.aws.setFault({ kind: 'http500' })
    await stage.watcher().turn()
    await stage.aws.clearFaults()
    const after = await watch()
    expect(after).toMatchObject({ facts, lookedAt, lookOutcome: 'UNREACHABLE' })
    const soonMs = after.nextLookAt.getTime() - stage.now.wallMs
    expect(soonMs).toBeLessThan(HOUR / 4)
  })

  it('are given to others when a process dies on the way', async () => {
    const link = await stage.link('aws')
    const until = new Date(stage.now.wallMs + 120_000)
    // Taken, and never ended.
    await stage.sql('UPDATE link_watches SET next_look_at = $2 WHERE link_id = $1', [link.linkId, until])
    await stage.watcher().turn()
    expect(await versionsOf(link)).toEqual([])
    stage.pass(120_000)
    await stage.watcher().turn()
    expect(await versionsOf(link)).toHaveLength(1)
  })
})
