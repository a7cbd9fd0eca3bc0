import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import type { WrapContext } from '@/lib/kms'
import { pkcs11Advice } from '@/lib/kms/pkcs11/advice'
import { describeWithToken, keyOf, PIN, SoftToken, uriOf } from '../../support/soft-token'
import { failureOf, hex } from './contract/ground'

const context: WrapContext = {
  organization: 'organization',
  purpose: 'platform-share',
  scope: 'every-class',
  region: 'global',
  share: 'share-1',
}

/** Return values of PKCS #11 2.40 and 3.1, at the very first call that uses the key. */
const CODES: [string, KmsOutcome, number][] = [
  ['CKR_HOST_MEMORY', 'THROTTLED', 0x02],
  ['CKR_SLOT_ID_INVALID', 'UNREACHABLE', 0x03],
  ['CKR_GENERAL_ERROR', 'UNREACHABLE', 0x05],
  ['CKR_FUNCTION_FAILED', 'UNREACHABLE', 0x06],
  ['CKR_ARGUMENTS_BAD', 'OURS', 0x07],
  ['CKR_ACTION_PROHIBITED', 'DENIED', 0x1b],
  ['CKR_DEVICE_ERROR', 'UNREACHABLE', 0x30],
  ['CKR_DEVICE_MEMORY', 'THROTTLED', 0x31],
  ['CKR_DEVICE_REMOVED', 'UNREACHABLE', 0x32],
  ['CKR_ENCRYPTED_DATA_INVALID', 'INTEGRITY', 0x40],
  ['CKR_ENCRYPTED_DATA_LEN_RANGE', 'INTEGRITY', 0x41],
  ['CKR_AEAD_DECRYPT_FAILED', 'INTEGRITY', 0x42],
  ['CKR_FUNCTION_NOT_SUPPORTED', 'MISCONFIGURED', 0x54],
  ['CKR_KEY_HANDLE_INVALID', 'UNREACHABLE', 0x60],
  ['CKR_KEY_SIZE_RANGE', 'MISCONFIGURED', 0x62],
  ['CKR_KEY_TYPE_INCONSISTENT', 'MISCONFIGURED', 0x63],
  ['CKR_KEY_FUNCTION_NOT_PERMITTED', 'MISCONFIGURED', 0x68],
  ['CKR_MECHANISM_INVALID', 'MISCONFIGURED', 0x70],
  ['CKR_MECHANISM_PARAM_INVALID', 'MISCONFIGURED', 0x71],
  ['CKR_OBJECT_HANDLE_INVALID', 'UNREACHABLE', 0x82],
  ['CKR_OPERATION_ACTIVE', 'UNREACHABLE', 0x90],
  ['CKR_SESSION_CLOSED', 'UNREACHABLE', 0xb0],
  ['CKR_SESSION_COUNT', 'THROTTLED', 0xb1],
  ['CKR_SESSION_HANDLE_INVALID', 'UNREACHABLE', 0xb3],
  ['CKR_TOKEN_NOT_PRESENT', 'UNREACHABLE', 0xe0],
  ['CKR_USER_NOT_LOGGED_IN', 'UNREACHABLE', 0x101],
  ['CKR_CRYPTOKI_NOT_INITIALIZED', 'UNREACHABLE', 0x190],
  ['CKR_KEY_EXHAUSTED', 'WRAP_BLOCKED', 0x203],
  ['CKR_0x80000001', 'UNKNOWN', 0x8000_0001],
]

/** After which of them one more try, with a new session, makes it good. */
const LOST = [0x32, 0x60, 0x82, 0x90, 0xb0, 0xb3, 0xe0, 0x101, 0x190]

describeWithToken('a root key in an HSM', () => {
  const token = new SoftToken()
  beforeAll(() => token.start())
  afterEach(() => token.clearFaults())
  afterAll(() => token.stop())

  async function wrapped(options = {}) {
    const uri = token.createKey()
    const rootKey = token.rootKey(uri, options)
    const share = randomKey()
    const wrap = await rootKey.wrap(share, context)
    return { uri, rootKey, share, wrap, unwrap: () => rootKey.unwrap(wrap, context) }
  }

  describe('refuses a key that is not safe in it, or ambiguous', () => {
    const kinds = [
      ['can be taken out', { extractable: true }, 'KeyNotConfined'],
      ['can be read', { sensitive: false }, 'KeyNotConfined'],
      ['is there for who has not logged in', { isPrivate: false }, 'KeyNotConfined'],
      ['is too short', { bytes: 16 }, 'NotAes256'],
      ['may not decrypt', { decrypt: false }, 'KeyUseNotAllowed'],
    ] as const
    it.each(kinds)('that %s', async (_, kind, errorName) => {
      const rootKey = token.rootKey(token.createKey(kind))
      const expected = { outcome: 'MISCONFIGURED', errorName }
      expect(await failureOf(rootKey.wrap(randomKey(), context))).toMatchObject(expected)
      const { wrap } = await wrapped()
      expect(await failureOf(rootKey.unwrap(wrap, context))).toMatchObject(expected)
      expect((await rootKey.describe()).outcome).toBe('MISCONFIGURED')
      expect((await rootKey.versions())[0]).toMatchObject({ outcome: 'MISCONFIGURED', current: true })
      expect(pkcs11Advice(errorName)).toMatch(/\.$/)
    })

    it('two keys of one name, until the id says which', async () => {
      const { wrap } = await wrapped()
      const uri = token.createKey({ label: 'twice' })
      token.createKey({ label: 'twice' })
      const error = await failureOf(token.rootKey(uri).unwrap(wrap, context))
      expect(error).toMatchObject({ outcome: 'MISCONFIGURED', errorName: 'AmbiguousKey' })
      const { id } = token.lastKey
      const one = token.rootKey(`${uri};id=${id.replace(/../g, '%$&')}`)
      await one.unwrap(await one.wrap(randomKey(), context), context)
    })

    it('two tokens of one name', async () => {
      token.initialize('twins')
      token.initialize('twins')
      const error = await failureOf(token.rootKey(uriOf('any', 'twins')).describe())
      expect(error).toMatchObject({ outcome: 'MISCONFIGURED', errorName: 'AmbiguousToken' })
    })
  })

  describe('logs in', () => {
    it('with a wrong PIN once, and never again: it is ours', async () => {
      const rootKey = token.rootKey(token.createKey(), { pin: `${PIN}?` })
      // Nothing is spoilt: the fault only counts.
      token.setFaults({ call: 'C_Login', does: 'sleep' })
      for (let times = 0; times < 4; times += 1) {
        const error = await failureOf(rootKey.describe())
        expect(error).toMatchObject({ outcome: 'OURS', errorName: 'CKR_PIN_INCORRECT', retryable: true })
      }
      expect(token.strikes()).toBe(1)
    })

    it('nor with one that was changed while it was logged in', async () => {
      const { unwrap } = await wrapped()
      const lost = { call: 'C_DecryptInit', does: 'code', number: 0xb3 } as const
      token.setFaults(lost, { call: 'C_Login', does: 'code', number: 0xa0 })
      for (let times = 0; times < 4; times += 1) {
        expect(await failureOf(unwrap())).toMatchObject({ outcome: 'OURS', errorName: 'CKR_PIN_INCORRECT' })
      }
      expect(token.strikes('C_Login')).toBe(1)
    })

    it('not at all where a wrong PIN would be the last', async () => {
      const rootKey = token.rootKey(token.createKey())
      // CKF_USER_PIN_FINAL_TRY
      token.setFaults(
        { call: 'C_GetTokenInfo', does: 'flag', number: 0x20000 },
        { call: 'C_Login', does: 'sleep' },
      )
      expect(await failureOf(rootKey.describe())).toMatchObject({ outcome: 'OURS', errorName: 'PinFinalTry' })
      expect(token.strikes('C_Login')).toBe(0)
    })

    it('again, by itself, when the session or the login is lost', async () => {
      const { share, unwrap } = await wrapped()
      for (const number of LOST) {
        token.setFaults({ call: 'C_DecryptInit', does: 'code', number, count: 1 })
        expect(hex((await unwrap()).share), `0x${number.toString(16)}`).toBe(hex(share))
        expect(token.strikes()).toBe(1)
      }
    })

    it('and finds the key anew where another has come in its place', async () => {
      const { uri, unwrap } = await wrapped()
      token.destroyKey(uri)
      expect(await failureOf(unwrap())).toMatchObject({ outcome: 'GONE', errorName: 'KeyNotFound' })
      token.createKey({ label: keyOf(uri).object ?? '' })
      expect((await failureOf(unwrap())).outcome).toBe('INTEGRITY')
    })
  })

  describe('ends each return value in one class', () => {
    it.each(CODES)('%s: %s', async (errorName, outcome, number) => {
      const { rootKey } = await sharedKey()
      token.setFaults({ call: 'C_EncryptInit', does: 'code', number })
      const error = await failureOf(rootKey.wrap(randomKey(), context))
      expect(error).toMatchObject({ outcome, errorName, operation: 'C_EncryptInit', requestId: null })
      expect(token.strikes()).toBeLessThanOrEqual(2)
    })

    let shared: Promise<Awaited<ReturnType<typeof wrapped>>> | null = null
    function sharedKey() {
      shared ??= wrapped()
      return shared
    }

    it('a ciphertext that it refuses for no reason: wrong, where it opens others', async () => {
      const { rootKey, wrap, unwrap } = await wrapped()
      const torn = Uint8Array.from(wrap.wrapped)
      torn[40] = (torn[40] ?? 0) ^ 1
      const error = await failureOf(rootKey.unwrap({ ...wrap, wrapped: torn }, context))
      expect(error).toMatchObject({ outcome: 'INTEGRITY', operation: 'C_Decrypt' })
      token.setFaults({ call: 'C_Decrypt', does: 'code', number: 0x05 })
      expect(await failureOf(unwrap())).toMatchObject({ outcome: 'UNREACHABLE', operation: 'C_Decrypt' })
    })

    it('a module that is not there: ours', async () => {
      const rootKey = token.rootKey(token.createKey(), { module: '/nowhere/libhsm.so' })
      expect(await failureOf(rootKey.describe())).toMatchObject({
        outcome: 'OURS',
        errorName: 'ModuleNotLoaded',
      })
    })
  })

  describe('goes on when the HSM does not', () => {
    it('a token that is taken out is unreachable, and works when it is back', async () => {
      const { uri, wrap, share } = await wrapped()
      token.remove()
      const rootKey = token.rootKey(uri)
      const expected = { outcome: 'UNREACHABLE', errorName: 'TokenNotFound' }
      expect(await failureOf(rootKey.unwrap(wrap, context))).toMatchObject(expected)
      expect(await failureOf(rootKey.unwrap(wrap, context))).toMatchObject(expected)
      token.putBack()
      expect(hex((await rootKey.unwrap(wrap, context)).share)).toBe(hex(share))
    })

    it('a hanging HSM stops no other work here, and its process is ended', async () => {
      const others = processesOfTokens()
      const { rootKey, share, wrap, unwrap } = await wrapped({ attemptTimeoutMs: 1_000 })
      const [hanging] = processesOfTokens().filter((one) => !others.includes(one))
      expect(hanging).toBeDefined()
      token.setFaults({ call: 'C_Decrypt', does: 'hang' })
      let ticks = 0
      const clock = setInterval(() => {
        ticks += 1
      }, 10)
      expect(await failureOf(unwrap())).toMatchObject({ outcome: 'UNREACHABLE', errorName: 'Timeout' })
      clearInterval(clock)
      expect(ticks).toBeGreaterThan(10)
      token.clearFaults()
      expect(hex((await rootKey.unwrap(wrap, context)).share)).toBe(hex(share))
      await expect.poll(processesOfTokens, { timeout: 10_000 }).not.toContain(hanging)
    })

    it('calls that waited behind a hanging one are served by the next process', async () => {
      const { share, unwrap } = await wrapped({ attemptTimeoutMs: 1_000 })
      token.setFaults({ call: 'C_Decrypt', does: 'hang', count: 1 })
      const [hanging, ...behind] = await Promise.allSettled(Array.from({ length: 5 }, unwrap))
      expect(hanging).toMatchObject({ status: 'rejected', reason: { outcome: 'UNREACHABLE' } })
      for (const one of behind) {
        if (one.status !== 'fulfilled') throw one.reason
        expect(hex(one.value.share)).toBe(hex(share))
      }
    })

    it('two processes at once work on one key', async () => {
      const { uri, rootKey, share, wrap } = await wrapped()
      const other = token.rootKey(uri)
      const all = await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 ? rootKey : other).unwrap(wrap, context)),
      )
      expect(new Set(all.map((one) => hex(one.share)))).toEqual(new Set([hex(share)]))
    })

    it('no process is left when it is closed', async () => {
      const before = processesOfTokens()
      const tokens = token.open()
      await tokens.of(keyOf(uriOf('any'))).start()
      const [own] = processesOfTokens().filter((one) => !before.includes(one))
      expect(own).toBeDefined()
      tokens.close()
      await expect.poll(processesOfTokens, { timeout: 10_000 }).not.toContain(own)
    })
  })
})

/** This process's children that hold a module, by their ids. */
function processesOfTokens(): string[] {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').split(' ')
  return children.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('token-process')
    } catch {
      return false
    }
  })
}
