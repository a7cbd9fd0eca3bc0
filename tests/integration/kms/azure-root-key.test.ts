import { describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import type { RootKey } from '@/lib/kms'
import { AzureWorld, contextOf, failureOf, VAULTS } from './azure-world'

const world = new AzureWorld()
const KINDS = ['vault', 'managed_hsm'] as const
const PAST = '2020-01-01T00:00:00Z'
const FUTURE = '2999-01-01T00:00:00Z'

describe.each(KINDS)('a root key in a %s', (kind) => {
  it('wraps a share and gives it back, and names the version that it is under', async () => {
    const { url, rootKey, share, wrap, unwrap } = await world.wrapped({ kind })
    const opened = await unwrap()
    expect(Buffer.compare(opened.share, share)).toBe(0)
    expect(wrap.keyMaterialId).toMatch(/^[0-9a-f]{32}$/)
    expect(opened.keyMaterialId).toBe(wrap.keyMaterialId)
    expect(wrap.keyId).toBe(url)
    expect((await rootKey.describe()).currentMaterialId).toBe(wrap.keyMaterialId)
    expect(Buffer.from(wrap.wrapped).includes(Buffer.from(share))).toBe(false)
  })

  it('proves each wrap by an unwrap, both at the server, and each by one request', async () => {
    const { url } = await world.wrapped({ kind })
    expect((await world.log(url)).map(({ operationName }) => operationName)).toEqual(['KeyWrap', 'KeyUnwrap'])
  })

  it('opens a share in no other context', async () => {
    const { rootKey, wrap, context } = await world.wrapped({ kind })
    const changes = [
      { organization: 'another' },
      { purpose: 'preflight' as const },
      { scope: 'x' },
      { region: 'x' },
      { share: 'x' },
    ]
    for (const change of changes) {
      const error = await failureOf(rootKey.unwrap(wrap, { ...context, ...change }))
      expect(error).toMatchObject({ outcome: 'INTEGRITY', errorName: 'ShareDoesNotOpen' })
    }
  })

  it('opens no share of another key, none of another version, and no torn one', async () => {
    const one = await world.wrapped({ kind })
    const two = await world.wrapped({ kind })
    await world.atKey(one.url, 'rotate')
    const newer = await one.rootKey.wrap(randomKey(), contextOf())
    const bytes = (change: (copy: Uint8Array) => Uint8Array) => ({
      ...one.wrap,
      wrapped: change(Uint8Array.from(one.wrap.wrapped)),
    })
    const flipped = (at: number) =>
      bytes((copy) => {
        const index = at < 0 ? copy.length + at : at
        copy[index] = (copy[index] ?? 0) ^ 1
        return copy
      })
    const torn: [string, Parameters<RootKey['unwrap']>[0]][] = [
      ['of another key', { ...one.wrap, keyMaterialId: two.wrap.keyMaterialId }],
      ['under another version', { ...one.wrap, keyMaterialId: newer.keyMaterialId }],
      ['without a version', { ...one.wrap, keyMaterialId: null }],
      ['with no version', { ...one.wrap, keyMaterialId: '../../secrets/x' }],
      ['empty', bytes(() => new Uint8Array())],
      ['a byte short', bytes((copy) => copy.slice(0, -1))],
      ['a byte long', bytes((copy) => Uint8Array.from([...copy, 0]))],
      ['of another format', flipped(0)],
      ['with another length', flipped(2)],
      ['with another key inside', flipped(20)],
      ['with another nonce', flipped(-60)],
      ['with another ciphertext', flipped(-40)],
      ['with another tag', flipped(-1)],
    ]
    for (const [what, wrap] of torn) {
      const { outcome } = await failureOf(one.rootKey.unwrap(wrap, one.context))
      expect([what, ['INTEGRITY', 'GONE'].includes(outcome)]).toEqual([what, true])
    }
    expect((await failureOf(two.rootKey.unwrap(one.wrap, one.context))).outcome).toBe('GONE')
  })

  it('goes on opening after the customer rotated it, and names the new version for what is new', async () => {
    const { url, rootKey, share, wrap, unwrap } = await world.wrapped({ kind })
    await world.atKey(url, 'rotate')
    const again = await rootKey.wrap(randomKey(), contextOf())
    expect(again.keyMaterialId).not.toBe(wrap.keyMaterialId)
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    const versions = await rootKey.versions()
    expect(versions?.map(({ id, current }) => [id, current])).toEqual([
      [again.keyMaterialId, true],
      [wrap.keyMaterialId, false],
    ])
    await world.atKey(url, `versions/${wrap.keyMaterialId}/disable`)
    expect((await failureOf(unwrap())).outcome).toBe('DISABLED')
    const outcomes = (await rootKey.versions())?.map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['OK', 'DISABLED'])
  })

  const ways: [KmsOutcome, string, (url: string) => Promise<void>, (url: string) => Promise<void>][] = [
    ['DISABLED', 'KeyDisabled', (url) => world.atKey(url, 'disable'), (url) => world.atKey(url, 'enable')],
    [
      'PENDING_DELETION',
      'KeyNotFound',
      (url) => world.atKey(url, 'delete'),
      (url) => world.atKey(url, 'recover'),
    ],
    [
      'DENIED',
      'ForbiddenByFirewall',
      (url) => world.setVault(url, { firewallOpen: false }),
      (url) => world.setVault(url, { firewallOpen: true }),
    ],
    [
      'DENIED',
      'ForbiddenByRbac',
      (url) => world.unassign(url),
      (url) => world.assign(url, VAULTS[kind].role),
    ],
    [
      'DENIED',
      'ForbiddenByPolicy',
      (url) => world.setVault(url, { accessModel: 'policy' }),
      (url) => world.setVault(url, { accessModel: 'rbac' }),
    ],
    [
      'MISCONFIGURED',
      'KeyOperationForbidden',
      (url) => world.atKey(url, 'attributes', { keyOps: ['encrypt'] }),
      (url) => world.atKey(url, 'attributes', { keyOps: ['wrapKey', 'unwrapKey'] }),
    ],
  ]
  it.each(ways)(
    'taken away ends in %s (%s), and returns when it is given back',
    async (outcome, errorName, takeAway, giveBack) => {
      const { url, rootKey, share, unwrap } = await world.wrapped({ kind })
      await takeAway(url)
      const error = await failureOf(unwrap())
      expect(error).toMatchObject({ outcome, errorName, operation: 'unwrapKey', retryable: false })
      const entry = (await world.log(url)).find(({ requestId }) => requestId === error.requestId)
      expect(entry).toMatchObject({ operationName: 'KeyUnwrap', errorCode: errorName })
      expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe(outcome)
      await giveBack(url)
      expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
    },
  )

  it('outside its dates wraps nothing and opens what it wrapped', async () => {
    const { url, rootKey, share, unwrap } = await world.wrapped({ kind })
    for (const dates of [{ expires: PAST }, { expires: null, notBefore: FUTURE }]) {
      await world.atKey(url, 'attributes', dates)
      expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
      const error = await failureOf(rootKey.wrap(randomKey(), contextOf()))
      expect(error).toMatchObject({ outcome: 'WRAP_BLOCKED', operation: 'wrapKey' })
      expect((await rootKey.describe()).outcome).toBe('WRAP_BLOCKED')
    }
    await world.atKey(url, 'attributes', { notBefore: PAST, expires: FUTURE })
    await rootKey.wrap(randomKey(), contextOf())
  })

  it('is gone when it was purged, or never was', async () => {
    const { url, unwrap } = await world.wrapped({ kind })
    const absent = world.rootKey(`${url}x`)
    expect((await failureOf(absent.describe())).outcome).toBe('DENIED')
    await world.assign(`${url}x`, kind === 'vault' ? 'Key Vault Reader' : 'Managed HSM Crypto User')
    expect((await failureOf(absent.describe())).outcome).toBe('GONE')
    if (kind === 'vault') return
    await world.atKey(url, 'delete')
    await world.atKey(url, 'purge')
    expect((await failureOf(unwrap())).outcome).toBe('GONE')
  })
})
