import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MasterKey } from '@/lib/crypto'
import { unproven } from '@/lib/domain/availability'
import { LatchkeyError } from '@/lib/domain/errors'
import type { OrganizationId } from '@/lib/domain/ids'
import { type Instant, isAhead, later } from '@/lib/domain/instant'
import { KMS_OUTCOMES, type KmsOutcome } from '@/lib/domain/kms-outcome'
import { usable } from '@/lib/domain/usable'
import { Changes } from '@/lib/keyring/changes'
import { KeyCache } from '@/lib/keyring/key-cache'
import { KeyUse } from '@/lib/keyring/key-use'
import type { LinkWatch } from '@/lib/keyring/link-watch'
import { LoadedMaster } from '@/lib/keyring/loaded-master'
import { LoadedMasters } from '@/lib/keyring/loaded-masters'
import { MasterKeys } from '@/lib/keyring/master-keys'
import { makeDataKey } from '@/lib/keyring/new-keys'
import type { KeyringParts } from '@/lib/keyring/parts'
import { RootWatch } from '@/lib/keyring/root-watch'
import { KmsError } from '@/lib/kms'
import type { DataKeyRow, MasterKeyRow } from '@/lib/store/key-rows'

const START: Instant = { monoMs: 1_000, wallMs: 1_800_000_000_000 }
const organization = randomUUID() as OrganizationId
const dataClass = 'secrets_and_credentials'
const place = { object: 'row-1', field: 'value' }
const plaintext = new TextEncoder().encode('plain')
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

const ids = {
  id: randomUUID(),
  organization,
  mode: 'composite',
  scope: 'all',
  region: 'global',
  version: 1,
} as const
const shares = { platform: new Uint8Array(randomBytes(32)), customer: new Uint8Array(randomBytes(32)) }
const own = MasterKey.derive(ids, { platformShare: shares.platform, customerShare: shares.customer })
const masterRow = {
  ...ids,
  organizationId: organization,
  commitment: own.commitment,
} as unknown as MasterKeyRow
const made = makeDataKey(own, dataClass, 1)
const dataKeyRow = {
  ...made,
  id: randomUUID(),
  organizationId: organization,
  generation: 1,
} as unknown as DataKeyRow

/** A key in use over the real rule, the real watches and real keys; only the clocks are the test's. */
class KeyWorld {
  now = START
  serviceUntil: Instant | null = later(START, 30_000)
  epochReadAt: Instant | null = START
  encryptsUntilMs = Number.POSITIVE_INFINITY
  /** how often the rule was asked */
  asked = 0
  readonly clock = () => this.now
  readonly changes = new Changes()
  readonly platform = new RootWatch(unproven(START), this.clock, async () => undefined)
  readonly customer = new RootWatch(unproven(START), this.clock, async () => undefined, this.changes)
  readonly loaded: LoadedMasters
  readonly masters: MasterKeys
  readonly use: KeyUse

  constructor(limits = { masterKeys: 10, dataKeys: 10 }) {
    this.loaded = new LoadedMasters(new KeyCache(limits), this.changes)
    const world = this
    const service = {
      get until() {
        return world.serviceUntil
      },
    }
    const parts = { platform: { watch: this.platform }, clock: this.clock, service }
    const link = { watch: this.customer, refused: () => undefined, sentence: { reason: 'No.', fix: 'Do.' } }
    this.masters = new MasterKeys(this.loaded, parts as unknown as KeyringParts, {
      link: link as unknown as LinkWatch,
      get epochReadAt() {
        return world.epochReadAt
      },
      rows: () => Promise.reject(new Error('no rows here')),
    })
    this.use = new KeyUse({ id: dataKeyRow.id, organization, dataClass, version: 1 }, made.commitment, {
      clock: this.clock,
      changes: this.changes,
      sharedChanges: this.platform.changes,
      standingOf: (_id, now) => {
        this.asked += 1
        const { master, until } = this.masters.requireUsable(masterRow, now)
        const { encryptsUntilMs } = this
        return { loaded: this.loaded.dataKey(master, dataKeyRow, now), until, encryptsUntilMs }
      },
    })
  }

  load(): void {
    const share = (bytes: Uint8Array) => ({ share: new Uint8Array(bytes), at: this.now })
    const customer = share(shares.customer)
    this.loaded.keep(ids.id, new LoadedMaster(masterRow, { platform: share(shares.platform), customer }))
  }

  pass(monoMs: number, wallMs = monoMs): void {
    this.now = { monoMs: this.now.monoMs + monoMs, wallMs: this.now.wallMs + wallMs }
  }

  /** A proof that takes a while, and renews the share when it is good. */
  async prove(root: 'platform' | 'customer', outcome: KmsOutcome = 'OK', answerMs = 0): Promise<void> {
    const at = this.now
    const details = { outcome, errorName: 'none', requestId: null, operation: 'Decrypt' }
    await this[root].prove(async () => {
      this.pass(answerMs)
      if (outcome !== 'OK') throw new KmsError(details)
      const master = this.loaded.get(ids.id)
      if (master) this.loaded.renew(master, root, new Uint8Array(shares[root]), at)
    })
  }

  async ready(): Promise<void> {
    this.load()
    await Promise.all([this.prove('platform'), this.prove('customer')])
  }

  /** What the rule says, asked afresh. */
  rule(): string {
    if (!this.serviceUntil || !isAhead(this.serviceUntil, this.now)) return 'service_unavailable'
    const answer = usable(
      {
        platform: this.platform.availability,
        customer: this.customer.availability,
        epochReadAt: this.epochReadAt,
        loadedAt: this.loaded.get(ids.id)?.loadedAt ?? null,
      },
      this.now,
    )
    if (answer.usable) return 'usable'
    return answer.because === 'prove' || answer.because === 'load' ? 'key_not_ready' : answer.because
  }

  /** What the key says when it is used. */
  answer(): string {
    return codeOf(() => this.use.encrypt(place, plaintext))
  }
}

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'usable'
  } catch (error) {
    if (error instanceof LatchkeyError) return error.code
    throw error
  }
}

describe('a key in use', () => {
  it('encrypts and decrypts synchronously, and counts it', async () => {
    const { use } = await readyWorld()
    expect(text(use.decrypt(place, use.encrypt(place, plaintext)))).toBe('plain')
    const fields = { a: plaintext, b: plaintext }
    const envelope = use.encryptObject({ object: 'row-2' }, fields)
    expect(Object.keys(use.decryptObject({ object: 'row-2' }, envelope))).toEqual(['a', 'b'])
    expect(text(use.decryptObject({ object: 'row-2' }, envelope, ['b']).b)).toBe('plain')
    expect(use.usage).toEqual({ encrypted: 2, decrypted: 3 })
  })

  it('says in one way that something does not open', async () => {
    const { use } = await readyWorld()
    const sealed = use.encrypt(place, plaintext)
    expect(codeOf(() => use.decrypt({ ...place, field: 'other' }, sealed))).toBe('does_not_open')
    expect(codeOf(() => use.decrypt(place, sealed.subarray(1)))).toBe('does_not_open')
  })

  it('keeps the rule’s answer until the moment that could end it', async () => {
    const world = await readyWorld()
    world.use.requireUsable()
    const asked = world.asked
    for (let second = 0; second < 29; second += 1) {
      world.pass(1_000)
      expect(world.use.isReady(world.now)).toBe(true)
      world.use.requireUsable()
    }
    expect(world.asked).toBe(asked)
    world.pass(1_000)
    expect(() => world.use.isReady(world.now)).toThrow(
      expect.objectContaining({ code: 'service_unavailable' }),
    )
    world.serviceUntil = later(world.now, 30_000)
    expect(world.use.isReady(world.now)).toBe(false)
  })

  it('is closed by a wall clock that jumps ahead, and not opened by one that is set back', async () => {
    const world = await readyWorld()
    world.use.requireUsable()
    world.pass(0, 16 * 60_000)
    expect(world.answer()).toBe('service_unavailable')
    world.serviceUntil = later(world.now, 30_000)
    world.epochReadAt = world.now
    expect(world.answer()).toBe('key_not_ready')
  })

  it('encrypts no more once its version is retired, and still opens', async () => {
    const world = await readyWorld()
    const sealed = world.use.encrypt(place, plaintext)
    world.encryptsUntilMs = world.now.wallMs + 60_000
    world.changes.count += 1
    expect(world.answer()).toBe('usable')
    world.serviceUntil = later(world.now, 120_000)
    world.pass(59_999)
    world.epochReadAt = world.now
    expect(world.answer()).toBe('usable')
    world.pass(1)
    expect(world.answer()).toBe('stale_key_version')
    expect(text(world.use.decrypt(place, sealed))).toBe('plain')
  })

  it('asks to be asked for again when its key was let go, and heals when it is loaded again', async () => {
    const world = await readyWorld()
    const { key } = world.use
    world.loaded.letGo(ids.id)
    expect(key.wiped).toBe(true)
    expect(world.answer()).toBe('key_not_ready')
    world.load()
    expect(world.answer()).toBe('usable')
    expect(world.use.key).not.toBe(key)
  })

  it('is refused in the very process that is out of service', async () => {
    const world = await readyWorld()
    world.use.requireUsable()
    world.serviceUntil = null
    world.changes.count += 1
    expect(world.answer()).toBe('service_unavailable')
  })
})

describe('whatever happens and whatever the clocks do', () => {
  const MINUTE = 60_000
  const roots = fc.constantFrom('platform' as const, 'customer' as const)
  const outcome = fc.oneof(
    { weight: 4, arbitrary: fc.constant<KmsOutcome>('OK') },
    fc.constantFrom(...KMS_OUTCOMES),
  )
  const event = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(40_000) }) },
    fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(11 * MINUTE) }),
    fc.record({
      kind: fc.constant('jump' as const),
      ms: fc.integer({ min: -30 * MINUTE, max: 30 * MINUTE }),
    }),
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('prove' as const), root: roots, outcome, ms: fc.nat(9_000) }),
    },
    fc.record({ kind: fc.constant('demand' as const), root: roots }),
    fc.record({ kind: fc.constant('denied elsewhere' as const) }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('epoch' as const) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('lease' as const) }) },
    fc.record({ kind: fc.constant('taken out' as const) }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('load' as const) }) },
    fc.record({ kind: fc.constant('let go' as const) }),
    fc.record({ kind: fc.constant('wipe' as const) }),
  )

  async function happen(world: KeyWorld, what: typeof event extends fc.Arbitrary<infer T> ? T : never) {
    switch (what.kind) {
      case 'pass':
        return world.pass(what.ms)
      case 'jump':
        return world.pass(0, what.ms)
      case 'prove':
        return world.prove(what.root, what.outcome, what.ms)
      case 'demand':
        return world[what.root].demandProof()
      case 'denied elsewhere': {
        const stop = { state: 'stopped_denied', cause: 'DENIED', since: world.now } as const
        return world.customer.adopt(unproven(world.now, { ...stop, firstGoodAt: null, lastAttemptAt: null }))
      }
      case 'epoch':
        world.epochReadAt = world.now
        world.changes.count += 1
        return
      case 'lease':
        world.serviceUntil = later(world.now, 30_000)
        world.platform.changes.count += 1
        return
      case 'taken out':
        world.serviceUntil = null
        world.changes.count += 1
        return
      case 'load':
        return world.load()
      case 'let go':
        return world.loaded.letGo(ids.id)
      case 'wipe':
        return world.masters.wipeUnusable()
    }
  }

  it('the kept answer is the rule’s own, and no wiped key is ever used', async () => {
    let usableAnswers = 0
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 40 }), async (events) => {
        const world = new KeyWorld()
        await world.ready()
        for (const what of events) {
          await happen(world, what)
          const said = world.rule()
          expect(world.answer()).toBe(said)
          if (said === 'usable') usableAnswers += 1
        }
      }),
      { numRuns: 500 },
    )
    expect(usableAnswers).toBeGreaterThan(500)
  }, 60_000)
})

async function readyWorld(): Promise<KeyWorld> {
  const world = new KeyWorld()
  await world.ready()
  return world
}
