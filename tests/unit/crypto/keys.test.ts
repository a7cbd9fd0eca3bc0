import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  createObjectKey,
  DataKey,
  DoesNotOpenError,
  encryptValue,
  KeyWipedError,
  MasterKey,
  randomKey,
  unwrapKey,
  type WrapContext,
  wrapKey,
} from '@/lib/crypto'
import {
  customerShare,
  dataKeyIds,
  masterKeyIds,
  ORGANIZATION,
  platformShare,
  spoilt,
  testDataKey,
  testMasterKey,
} from './fixtures'

const wrapContext: WrapContext = {
  organization: ORGANIZATION,
  dataClass: 'secrets_and_credentials',
  version: 1,
  generation: 1,
}
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('a master key', () => {
  it('is the same from the same shares and ids, and commits to itself', () => {
    expect(testMasterKey().matches(testMasterKey().commitment)).toBe(true)
    expect(testMasterKey().commitment).toHaveLength(32)
  })

  it('needs both shares, each in its place', () => {
    const right = testMasterKey()
    const wrapped = wrapKey(right, wrapContext, randomKey())
    const zero = new Uint8Array(32)
    for (const shares of [
      { platformShare: customerShare, customerShare: platformShare },
      { platformShare, customerShare: zero },
      { platformShare: zero, customerShare },
      { platformShare, customerShare: platformShare },
      { platformShare: customerShare, customerShare },
    ]) {
      const wrong = MasterKey.derive(masterKeyIds, shares)
      expect(wrong.matches(right.commitment)).toBe(false)
      expect(() => unwrapKey(wrong, wrapContext, wrapped)).toThrow(DoesNotOpenError)
    }
    const platform = MasterKey.derive({ ...masterKeyIds, mode: 'platform' }, { platformShare })
    expect(() => unwrapKey(platform, wrapContext, wrapped)).toThrow(DoesNotOpenError)
  })

  it('takes exactly the shares that its mode has', () => {
    const platform = { ...masterKeyIds, mode: 'platform' as const }
    expect(() => MasterKey.derive(masterKeyIds, { platformShare })).toThrow(TypeError)
    expect(() => MasterKey.derive(platform, { platformShare, customerShare })).toThrow(TypeError)
    expect(() => MasterKey.derive(platform, { platformShare: new Uint8Array(31) })).toThrow(TypeError)
    const short = { platformShare, customerShare: new Uint8Array(33) }
    expect(() => MasterKey.derive(masterKeyIds, short)).toThrow(TypeError)
    const other = { ...masterKeyIds, mode: 'other' as never }
    expect(() => MasterKey.derive(other, { platformShare, customerShare })).toThrow(TypeError)
  })

  it('differs with every id that it is derived for', () => {
    const all = [
      {},
      { organization: 'another' },
      { scope: 'another' },
      { region: 'us-east-1' },
      { version: 2 },
      { scope: '', region: 'all-customer-classeseu-central-1' },
    ].map((ids) => hexOf(testMasterKey(ids).commitment))
    expect(new Set(all).size).toBe(6)
  })
})

describe('a wrapped key', () => {
  const parent = testMasterKey()
  const key = randomKey()
  const wrapped = wrapKey(parent, wrapContext, key)

  it('comes back, 110 bytes long in between, behind the name of its parent', () => {
    expect(wrapped).toHaveLength(110)
    expect(hexOf(wrapped.subarray(0, 6))).toBe('010100000001')
    expect(hexOf(wrapped.subarray(6, 38))).toBe(hexOf(parent.commitment))
    expect(hexOf(unwrapKey(parent, wrapContext, wrapped))).toBe(hexOf(key))
  })

  it('is bound to its class, version and generation', () => {
    for (const change of [
      { dataClass: 'api_exports' },
      { version: 2 },
      { generation: 2 },
      { organization: 'x' },
    ]) {
      expect(() => unwrapKey(parent, { ...wrapContext, ...change }, wrapped)).toThrow(DoesNotOpenError)
    }
  })

  it('is bound to every id of its parent', () => {
    const ids = [{ id: 'another' }, { scope: 'another' }, { region: 'us-east-1' }, { version: 2 }]
    for (const change of ids) {
      expect(() => unwrapKey(testMasterKey(change), wrapContext, wrapped)).toThrow(DoesNotOpenError)
    }
  })

  it('opens with no bit flipped and nothing cut off', () => {
    for (const bad of spoilt(wrapped)) {
      expect(() => unwrapKey(parent, wrapContext, bad)).toThrow(DoesNotOpenError)
    }
  })

  it('is refused under the master key of another organization, or with another length', () => {
    const other = testMasterKey({ organization: 'another' })
    expect(() => wrapKey(other, wrapContext, key)).toThrow(TypeError)
    expect(() => wrapKey(parent, wrapContext, key.subarray(1))).toThrow(TypeError)
  })
})

describe('a key handle', () => {
  const bytes = randomKey()
  const handles = [
    new DataKey(bytes, dataKeyIds),
    testMasterKey(),
    createObjectKey(testDataKey(), { ...dataKeyIds, object: 'o' }).objectKey,
  ]

  it('shows its ids and never its bytes', () => {
    for (const handle of handles) {
      const shown = [
        inspect(handle, { depth: 9, showHidden: true }),
        JSON.stringify(handle),
        String(handle),
      ].join()
      for (const secret of [bytes, platformShare, customerShare]) {
        expect(shown).not.toContain(hexOf(secret))
        expect(shown).not.toContain(Buffer.from(secret).toString('base64'))
        expect(shown).not.toContain(inspect(Buffer.from(secret)).slice(8, 40))
      }
      expect(shown).not.toContain('commitment')
    }
    expect(inspect(handles[0])).toContain('version: 1')
  })

  it('refuses use once wiped, and may be wiped twice', () => {
    const key = testDataKey()
    const master = testMasterKey()
    key.wipe()
    key.wipe()
    master.wipe()
    const context = { organization: ORGANIZATION, dataClass: dataKeyIds.dataClass, object: 'o', field: 'f' }
    expect(key.wiped).toBe(true)
    expect(() => encryptValue(key, context, Buffer.of())).toThrow(KeyWipedError)
    expect(() => createObjectKey(key, context)).toThrow(KeyWipedError)
    expect(() => wrapKey(master, wrapContext, bytes)).toThrow(KeyWipedError)
  })

  it('keeps no reference to the bytes that it was made from', () => {
    const own = randomKey()
    const key = new DataKey(own, dataKeyIds)
    const { commitment } = new DataKey(own, dataKeyIds)
    own.fill(0)
    expect(key.commitment).toEqual(commitment)
  })
})
