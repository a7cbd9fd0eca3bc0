import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keysView } from '@/lib/domain/views/keys'
import { overviewView } from '@/lib/domain/views/overview'
import { readKeysView } from '@/lib/use-cases/keys/read-keys'
import { readOverview } from '@/lib/use-cases/overview/read'
import { KEYS, type KeyWorld, keyWorld } from '../../support/key-world'

const DAY = 86_400_000

describe('what is watched of a key', () => {
  let world: KeyWorld
  let linkId: string
  beforeAll(async () => {
    world = await keyWorld()
    linkId = await world.link(world.own, KEYS.current)
  })
  afterAll(() => world.close())

  const facts = (more: object = {}) => ({
    state: 'Enabled',
    outcome: 'OK',
    spec: 'SYMMETRIC_DEFAULT',
    origin: 'AWS_KMS',
    createdAt: new Date().toISOString(),
    deletionAt: null,
    expiresAt: null,
    currentMaterialId: 'new',
    rotationEnabled: true,
    rotationPeriodDays: 365,
    nextRotationAt: new Date(Date.now() + 300 * DAY).toISOString(),
    purgeProtected: true,
    ...more,
  })
  const drift = [
    {
      id: 'wrap',
      label: 'It wraps',
      status: 'failed',
      code: 'encrypt_denied',
      since: new Date().toISOString(),
    },
  ]

  async function watched(found: object, rows: object[] = []) {
    await world.sql('DELETE FROM link_watches WHERE link_id = $1', [linkId])
    await world.sql(
      `INSERT INTO link_watches (link_id, organization_id, facts, looked_at, look_outcome, drift, next_look_at, next_check_at)
       VALUES ($1, $2, $3, now(), 'OK', $4, now(), now())`,
      [linkId, world.own, JSON.stringify(found), JSON.stringify(rows)],
    )
  }

  it('is nothing yet for a link that no look has come to', async () => {
    const view = await readKeysView(world.as('organization_auditor'))
    expect(view.watched).toMatchObject([
      { linkId, lookedAt: null, versions: [], drift: [], inferredFrom: null },
    ])
    expect(view.calendar).toEqual([])
  })

  it('is shown to members in the shape that the browser expects, with the wraps under each version', async () => {
    await watched(facts(), drift)
    for (const [id, current] of [
      ['new', true],
      ['old', false],
    ]) {
      await world.sql(
        `INSERT INTO root_key_versions (id, organization_id, link_id, version_id, created_from, state, outcome,
           current, inferred, first_seen_at, last_seen_at)
         VALUES ($1, $2, $3, $4, 'first_seen', 'Enabled', 'OK', $5, true, now(), now())`,
        [randomUUID(), world.own, linkId, id, current],
      )
    }
    const master = randomUUID()
    await world.sql(
      `INSERT INTO master_key_versions (id, organization_id, mode, scope, region, version, state, commitment)
       VALUES ($1, $2, 'composite', 'scope', 'global', 1, 'active', '\\x00')`,
      [master, world.own],
    )
    await world.sql(
      `INSERT INTO share_wraps (id, organization_id, master_key_version_id, half, link_id, key_material_id, wrapped)
       VALUES ($1, $2, $3, 'customer', $4, 'old', '\\x00')`,
      [randomUUID(), world.own, master, linkId],
    )
    const view = await readKeysView(world.as('organization_auditor'))
    expect(keysView.parse(JSON.parse(JSON.stringify(view)))).toEqual(view)
    expect(view.watched[0]?.versions.map(({ id, wraps }) => [id, wraps])).toEqual([
      ['new', 0],
      ['old', 1],
    ])
    expect(view.watched[0]?.drift).toMatchObject([{ id: 'wrap', status: 'failed' }])
    expect(view.calendar).toMatchObject([{ kind: 'rotation', lastSafeDay: null }])
  })

  it('is on the overview: what changed, and what happens soon', async () => {
    await watched(facts({ deletionAt: new Date(Date.now() + 6.5 * DAY).toISOString() }), drift)
    const view = await readOverview(world.as('organization_admin'))
    expect(overviewView.parse(JSON.parse(JSON.stringify(view)))).toEqual(view)
    expect(view.driftRows).toBe(1)
    expect(view.waiting).toMatchObject([
      { kind: 'key_drift', whose: 'cloud_admin' },
      { kind: 'key_date', title: 'Your root key is deleted soon. Cancel the deletion and enable the key.' },
    ])
    expect(view.notices).toMatchObject([{ kind: 'deletion', notice: 7, tone: 'stopped' }])
  })

  it('is another organization’s business alone', async () => {
    const view = await readKeysView(world.as('organization_admin', world.other))
    expect(view).toMatchObject({ watched: [], calendar: [] })
    expect(await readOverview(world.as('organization_admin', world.other))).toMatchObject({
      notices: [],
      driftRows: 0,
    })
  })

  it('survives what another version of this program has stored', async () => {
    await watched({ something: 'else' }, [{ nothing: 'known' }])
    const view = await readKeysView(world.as('organization_auditor'))
    expect(view.watched[0]).toMatchObject({ drift: [] })
  })
})
