import { afterEach, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { CUSTOMER, contextOf, failureOf, GoogleWorld, grant, LOOK, USE } from './google-world'

const world = new GoogleWorld()
const DAY_MS = 86_400_000
afterEach(() => world.reset())

describe('a key that is taken away', () => {
  const ways: [KmsOutcome, string, (name: string) => Promise<unknown>][] = [
    ['DISABLED', 'KEY_DISABLED', (name) => world.atVersion(name, 1, 'disable')],
    ['PENDING_DELETION', 'KEY_DESTROY_SCHEDULED', (name) => world.atVersion(name, 1, 'destroy')],
    [
      'GONE',
      'KEY_DESTROYED',
      async (name) => {
        await world.atVersion(name, 1, 'destroy')
        await world.control('POST', 'clock', { offsetMs: 31 * DAY_MS })
      },
    ],
    [
      'MATERIAL_MISSING',
      'KEY_PENDING_IMPORT',
      (name) => world.atVersion(name, 1, 'state', { state: 'PENDING_IMPORT' }),
    ],
    [
      'MISCONFIGURED',
      'KEY_GENERATION_FAILED',
      (name) => world.atVersion(name, 1, 'state', { state: 'GENERATION_FAILED' }),
    ],
    ['DENIED', 'IAM_PERMISSION_DENIED', (name) => world.setPolicy(name, grant([LOOK]))],
    // Without leave to look nobody can: what was said stays what it is.
    ['DENIED', 'IAM_PERMISSION_DENIED', (name) => world.setPolicy(name, [])],
    [
      'DISABLED',
      'KEY_DISABLED',
      async (name) => {
        await world.setPolicy(name, grant([USE]))
        await world.atVersion(name, 1, 'disable')
      },
    ],
    // A refusal of access may hide one that is final.
    [
      'PENDING_DELETION',
      'IAM_PERMISSION_DENIED',
      async (name) => {
        await world.setPolicy(name, grant([LOOK]))
        await world.atVersion(name, 1, 'destroy')
      },
    ],
    [
      'CONSENT_MISSING',
      'SERVICE_DISABLED',
      () => world.control('POST', `projects/${CUSTOMER}/api`, { enabled: false }),
    ],
  ]

  it.each(ways)('ends in %s (%s)', async (outcome, errorName, takeAway) => {
    const { name, unwrap } = await world.wrapped()
    await takeAway(name)
    const error = await failureOf(unwrap())
    expect(error).toMatchObject({ outcome, errorName, operation: 'Decrypt', retryable: false })
  })

  it('returns when it is given back: a restored version is disabled at first', async () => {
    const { name, share, unwrap } = await world.wrapped()
    await world.atVersion(name, 1, 'destroy')
    expect((await failureOf(unwrap())).outcome).toBe('PENDING_DELETION')
    await world.atVersion(name, 1, 'restore')
    expect((await failureOf(unwrap())).outcome).toBe('DISABLED')
    await world.atVersion(name, 1, 'enable')
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
  })

  it('is refused as if it were not granted when it never was', async () => {
    const { name, unwrap } = await world.wrapped()
    expect((await failureOf(unwrap(world.rootKey(`${name}x`)))).outcome).toBe('DENIED')
  })

  it('is gone when it is not there and we may look around', async () => {
    const { name, unwrap } = await world.wrapped()
    const ring = name.slice(0, name.indexOf('/cryptoKeys'))
    await world.setPolicy(ring, grant([USE, LOOK]))
    const error = await failureOf(unwrap(world.rootKey(`${name}x`)))
    await world.setPolicy(ring, [])
    expect(error).toMatchObject({ outcome: 'GONE', errorName: 'NOT_FOUND' })
  })

  it('is of the wrong kind when it is not for encryption', async () => {
    for (const purpose of ['ASYMMETRIC_DECRYPT', 'ASYMMETRIC_SIGN', 'MAC', 'RAW_ENCRYPT_DECRYPT']) {
      const rootKey = world.rootKey(await world.createKey({ purpose }))
      expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome, purpose).toBe('MISCONFIGURED')
    }
  })
})

describe('a key of which half is taken away', () => {
  it('opens, but wraps nothing new, when only its newest version is disabled', async () => {
    const { name, rootKey, share, unwrap } = await world.wrapped()
    await world.rotate(name)
    await world.atVersion(name, 2, 'disable')
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    const error = await failureOf(rootKey.wrap(randomKey(), contextOf()))
    expect(error).toMatchObject({ outcome: 'WRAP_BLOCKED', errorName: 'KEY_DISABLED', operation: 'Encrypt' })
    expect(await rootKey.describe()).toMatchObject({ outcome: 'WRAP_BLOCKED', state: 'DISABLED' })
  })

  it('wraps, but opens nothing of before, when its older version is disabled', async () => {
    const { name, rootKey, unwrap } = await world.wrapped()
    await world.rotate(name)
    await world.atVersion(name, 1, 'disable')
    expect((await failureOf(unwrap())).outcome).toBe('DISABLED')
    await rootKey.wrap(randomKey(), contextOf())
    expect((await rootKey.describe()).outcome).toBe('OK')
  })

  it('is not said to open only when no version can be used, or when access was refused', async () => {
    const { name, rootKey } = await world.wrapped()
    await world.rotate(name)
    await world.atVersion(name, 1, 'disable')
    await world.atVersion(name, 2, 'disable')
    expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('DISABLED')
    await world.atVersion(name, 1, 'enable')
    await world.setPolicy(name, grant(['roles/cloudkms.cryptoKeyDecrypter', LOOK]))
    expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('DENIED')
  })

  it('lacks material when it has no version at all', async () => {
    const rootKey = world.rootKey(await world.createKey({ withVersion: false }))
    expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('MATERIAL_MISSING')
    expect(await rootKey.describe()).toMatchObject({ state: 'NO_PRIMARY', outcome: 'MATERIAL_MISSING' })
  })
})

describe('what is seen everywhere only after a while', () => {
  it('a version that was just disabled may still open; the next proof tells', async () => {
    const { name, share, unwrap } = await world.wrapped()
    await world.control('POST', 'lag', { ms: 60_000 })
    await world.atVersion(name, 1, 'disable')
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    await world.control('POST', 'lag', { ms: 0 })
    expect((await failureOf(unwrap())).outcome).toBe('DISABLED')
  })

  it('a refusal stays one though the version still looks enabled', async () => {
    const { name, unwrap } = await world.wrapped()
    await world.setFault({ kind: 'deny', key: name, operation: 'Decrypt' })
    expect((await failureOf(unwrap())).outcome).toBe('DENIED')
  })
})
