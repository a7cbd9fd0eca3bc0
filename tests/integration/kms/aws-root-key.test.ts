import { describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { KmsError, type RootKey } from '@/lib/kms'
import { AwsWorld, contextOf, policyWithout } from './aws-world'

const world = new AwsWorld()

async function failureOf(promise: Promise<unknown>): Promise<KmsError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof KmsError)) throw new Error(`not a KmsError: ${String(error)}`)
  return error
}

/** A key with a share wrapped under it. */
async function wrapped() {
  const arn = await world.createKey()
  const rootKey = world.rootKey(arn)
  const share = randomKey()
  const context = contextOf()
  const wrap = await rootKey.wrap(share, context)
  const unwrap = (by: RootKey = rootKey) => by.unwrap(wrap, context)
  return { arn, rootKey, share, context, wrap, keyMaterialId: wrap.keyMaterialId, unwrap }
}

describe('a root key in AWS', () => {
  it('wraps a share and gives it back, and names the material it is under', async () => {
    const { arn, share, keyMaterialId, unwrap } = await wrapped()
    const opened = await unwrap()
    expect(Buffer.compare(opened.share, share)).toBe(0)
    expect(keyMaterialId).toMatch(/^[0-9a-f]{64}$/)
    expect(opened.keyMaterialId).toBe(keyMaterialId)
    expect(world.rootKey(arn).id).toBe(arn)
  })

  it('sends the whole context with each call, as the customer can read in their log', async () => {
    const { arn, context } = await wrapped()
    const calls = (await world.log(arn)).filter(({ eventName }) => /^(En|De)crypt$/.test(eventName))
    expect(calls.map(({ eventName }) => eventName)).toEqual(['Encrypt', 'Decrypt'])
    for (const { encryptionContext } of calls) {
      expect(encryptionContext).toEqual({
        'latchkey:organization': context.organization,
        'latchkey:purpose': 'customer-share',
        'latchkey:scope': context.scope,
        'latchkey:region': context.region,
        'latchkey:share': context.share,
      })
    }
  })

  it('opens a share in no other context', async () => {
    const { rootKey, wrap, context } = await wrapped()
    const changes = [{ purpose: 'preflight' as const }, { scope: 'x' }, { region: 'x' }, { share: 'x' }]
    for (const change of changes) {
      const error = await failureOf(rootKey.unwrap(wrap, { ...context, ...change }))
      expect(error).toMatchObject({ outcome: 'INTEGRITY', errorName: 'InvalidCiphertextException' })
    }
    const foreign = rootKey.unwrap(wrap, { ...context, organization: 'another' })
    expect((await failureOf(foreign)).outcome).toBe('DENIED')
  })

  it('opens no share of another key, nor a torn one', async () => {
    const one = await wrapped()
    const two = await wrapped()
    expect((await failureOf(two.rootKey.unwrap(one.wrap, one.context))).outcome).toBe('INTEGRITY')
    const torn = { ...one.wrap, wrapped: one.wrap.wrapped.slice(0, -1) }
    expect((await failureOf(one.rootKey.unwrap(torn, one.context))).outcome).toBe('INTEGRITY')
    for (const length of [0, 6_145]) {
      const empty = { ...one.wrap, wrapped: new Uint8Array(length) }
      const error = await failureOf(one.rootKey.unwrap(empty, one.context))
      expect(error).toMatchObject({ outcome: 'INTEGRITY', errorName: 'CiphertextLength' })
    }
  })

  it('goes on opening after the customer rotated it, and names the new material for what is new', async () => {
    const { arn, rootKey, keyMaterialId, unwrap } = await wrapped()
    await world.atKey(arn, 'rotate')
    expect((await unwrap()).keyMaterialId).toBe(keyMaterialId)
    const again = await rootKey.wrap(randomKey(), contextOf())
    expect(again.keyMaterialId).not.toBe(keyMaterialId)
    expect((await rootKey.describe()).currentMaterialId).toBe(again.keyMaterialId)
  })

  it('takes shares of 32 bytes alone', async () => {
    const { rootKey } = await wrapped()
    await expect(rootKey.wrap(new Uint8Array(31), contextOf())).rejects.toThrow(TypeError)
  })
})

describe('a key that is taken away', () => {
  const ways: [KmsOutcome, string, (arn: string) => Promise<void>][] = [
    ['DISABLED', 'DisabledException', (arn) => world.atKey(arn, 'disable')],
    ['PENDING_DELETION', 'KMSInvalidStateException', (arn) => world.atKey(arn, 'schedule-deletion')],
    [
      'MATERIAL_MISSING',
      'KMSInvalidStateException',
      (arn) => world.atKey(arn, 'state', { state: 'PendingImport' }),
    ],
    ['UNREACHABLE', 'KMSInvalidStateException', (arn) => world.atKey(arn, 'state', { state: 'Unavailable' })],
    [
      'DENIED',
      'AccessDeniedException',
      (arn) => world.setPolicy(arn, policyWithout('"kms:Decrypt"', '"kms:Verify"')),
    ],
    // Without DescribeKey nobody can look: a refusal stays a refusal.
    [
      'DENIED',
      'AccessDeniedException',
      (arn) =>
        world.setPolicy(
          arn,
          policyWithout('"kms:Decrypt"', '"kms:Verify"').replace('"kms:DescribeKey"', '"kms:Sign"'),
        ),
    ],
  ]

  it.each(ways)('ends in %s (%s)', async (outcome, errorName, takeAway) => {
    const { arn, unwrap } = await wrapped()
    await takeAway(arn)
    const error = await failureOf(unwrap())
    expect(error).toMatchObject({ outcome, errorName, operation: 'Decrypt' })
    expect(error.requestId).toMatch(/^[\w-]+$/)
    expect(error.retryable).toBe(outcome === 'UNREACHABLE')
  })

  it('returns when it is given back', async () => {
    const { arn, share, unwrap } = await wrapped()
    await world.atKey(arn, 'disable')
    expect((await failureOf(unwrap())).outcome).toBe('DISABLED')
    await world.atKey(arn, 'enable')
    expect(Buffer.compare((await unwrap()).share, share)).toBe(0)
  })

  it('is gone when it never was', async () => {
    const { arn, unwrap } = await wrapped()
    const absent = world.rootKey(arn.replace(/.{12}$/, '000000000000'))
    expect(['GONE', 'DENIED']).toContain((await failureOf(unwrap(absent))).outcome)
    const elsewhere = world.rootKey(arn.replace('eu-central-1', 'us-east-1'))
    expect(['GONE', 'DENIED']).toContain((await failureOf(elsewhere.describe())).outcome)
  })

  it('is of the wrong kind when it is not symmetric, or for signing', async () => {
    for (const kind of [
      { spec: 'RSA_2048', usage: 'ENCRYPT_DECRYPT' },
      { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' },
    ]) {
      const rootKey = world.rootKey(await world.createKey(kind))
      expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('MISCONFIGURED')
    }
  })
})

describe('the description of a key', () => {
  it('tells state, kind and rotation', async () => {
    const { arn, rootKey, keyMaterialId } = await wrapped()
    expect(await rootKey.describe()).toMatchObject({
      keyId: arn,
      region: 'eu-central-1',
      accountId: '111122223333',
      state: 'Enabled',
      outcome: 'OK',
      fitsKind: true,
      fitsUsage: true,
      createdAt: expect.any(Date),
      deletionAt: null,
      currentMaterialId: keyMaterialId,
      rotationEnabled: false,
      nextRotationAt: null,
    })
    await world.atKey(arn, 'rotation', { enabled: true, periodInDays: 90 })
    const rotated = await rootKey.describe()
    expect(rotated).toMatchObject({ rotationEnabled: true, nextRotationAt: expect.any(Date) })
    await world.atKey(arn, 'schedule-deletion')
    const ending = await rootKey.describe()
    expect(ending).toMatchObject({ outcome: 'PENDING_DELETION', deletionAt: expect.any(Date) })
  })

  it('does without the rotation where it may not be asked', async () => {
    const { arn, rootKey } = await wrapped()
    await world.setPolicy(arn, policyWithout('"kms:GetKeyRotationStatus"', '"kms:Verify"'))
    expect(await rootKey.describe()).toMatchObject({ outcome: 'OK', rotationEnabled: null })
  })
})

describe('credentials of ours that are not accepted', () => {
  const bad = { accessKeyId: 'AKIALATCHKEYTESTS0001', secretAccessKey: 'not-the-right-secret-for-this' }

  it('are our fault, not the customer’s', async () => {
    const { arn, unwrap } = await wrapped()
    const error = await failureOf(unwrap(world.rootKey(arn, { credentials: bad })))
    expect(error).toMatchObject({ outcome: 'OURS', retryable: true })
  })

  it('are read anew once', async () => {
    const { arn, share, unwrap } = await wrapped()
    let reads = 0
    const good = { accessKeyId: bad.accessKeyId, secretAccessKey: 'only-for-a-simulator-in-tests' }
    const credentials = async () => {
      reads += 1
      return reads === 1 ? bad : good
    }
    const opened = await unwrap(world.rootKey(arn, { credentials }))
    expect(Buffer.compare(opened.share, share)).toBe(0)
    expect(reads).toBe(2)
  })
})
