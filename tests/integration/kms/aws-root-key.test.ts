import { describe, expect, it } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import type { RootKey } from '@/lib/kms'
import { AwsWorld, contextOf, policyWithout } from './aws-world'
import { failureOf } from './contract/ground'

const world = new AwsWorld()

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
  it('names the material that a share is under', async () => {
    const { keyMaterialId, unwrap } = await wrapped()
    expect(keyMaterialId).toMatch(/^[0-9a-f]{64}$/)
    expect((await unwrap()).keyMaterialId).toBe(keyMaterialId)
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

  it('tells another context from another organization by the name of the error', async () => {
    const { rootKey, wrap, context } = await wrapped()
    const error = await failureOf(rootKey.unwrap(wrap, { ...context, share: 'x' }))
    expect(error).toMatchObject({ outcome: 'INTEGRITY', errorName: 'InvalidCiphertextException' })
    const foreign = rootKey.unwrap(wrap, { ...context, organization: 'another' })
    expect(await failureOf(foreign)).toMatchObject({ outcome: 'DENIED', errorName: 'AccessDeniedException' })
  })

  it('says of what can be no ciphertext why it was not sent', async () => {
    const { rootKey, wrap, context } = await wrapped()
    for (const length of [0, 6_145]) {
      const error = await failureOf(rootKey.unwrap({ ...wrap, wrapped: new Uint8Array(length) }, context))
      expect(error).toMatchObject({ outcome: 'INTEGRITY', errorName: 'CiphertextLength' })
    }
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

  it('is gone in every region but its own', async () => {
    const { arn } = await wrapped()
    const elsewhere = world.rootKey(arn.replace('eu-central-1', 'us-east-1'))
    expect(['GONE', 'DENIED']).toContain((await failureOf(elsewhere.describe())).outcome)
  })

  it('is of the wrong kind when it is for signing', async () => {
    const rootKey = world.rootKey(await world.createKey({ spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' }))
    expect((await failureOf(rootKey.wrap(randomKey(), contextOf()))).outcome).toBe('MISCONFIGURED')
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
