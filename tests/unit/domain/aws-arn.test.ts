import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ARN_REFUSALS, type ArnRefusal, isMultiRegion, parseAwsKeyArn, replicaOf } from '@/lib/domain/aws-arn'

const REGIONS = ['eu-central-1', 'us-east-1', 'cn-north-1', 'us-gov-west-1']
const UUID = '1234abcd-12ab-34cd-56ef-1234567890ab'
const MRK = 'mrk-1234abcd12ab34cd56ef1234567890ab'
const ARN = `arn:aws:kms:eu-central-1:111122223333:key/${UUID}`

describe('a pasted key reference', () => {
  it.each([
    ARN,
    `  ${ARN}\n`,
    `arn:aws:kms:us-east-1:111122223333:key/${MRK}`,
    `arn:aws-cn:kms:cn-north-1:111122223333:key/${UUID}`,
    `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${UUID}`,
  ])('is taken: %j', (pasted) => {
    const parsed = parseAwsKeyArn(pasted, REGIONS)
    expect(parsed).toMatchObject({ ok: true, key: { arn: pasted.trim(), accountId: '111122223333' } })
  })

  it('is taken apart', () => {
    expect(parseAwsKeyArn(ARN, REGIONS)).toEqual({
      ok: true,
      key: { arn: ARN, partition: 'aws', region: 'eu-central-1', accountId: '111122223333', keyId: UUID },
    })
  })

  const refused: [ArnRefusal, string][] = [
    ['empty', ''],
    ['empty', '  \n'],
    ['whitespace', ARN.replace(':key', ': key')],
    ['whitespace', ARN.replace('/', '/\n')],
    ['alias_arn', 'arn:aws:kms:eu-central-1:111122223333:alias/latchkey'],
    ['alias_arn', `arn:aws:kms:eu-central-1:111122223333:alias/key/${UUID}`],
    ['alias_name', 'alias/latchkey'],
    ['bare_key_id', UUID],
    ['bare_key_id', MRK],
    ['not_an_arn', 'hello'],
    ['not_an_arn', 'https://vault.vault.azure.net/keys/k'],
    ['not_an_arn', `${ARN}${'a'.repeat(300)}`],
    ['wrong_service', 'arn:aws:s3:::bucket'],
    ['wrong_service', ARN.replace(':kms:', ':iam:')],
    ['wrong_service', ARN.replace(':kms:', ':KMS:')],
    ['wrong_partition', ARN.replace('aws:', 'aws-iso:')],
    ['wrong_partition', ARN.replace('aws:', 'aws-cn:')],
    ['wrong_partition', ARN.replace('eu-central-1', 'cn-north-1')],
    ['wrong_partition', ARN.replace('eu-central-1', 'us-iso-east-1')],
    ['wrong_region', ARN.replace('eu-central-1', 'eu-west-1')],
    ['wrong_region', ARN.replace('eu-central-1', '')],
    ['wrong_region', ARN.replace('eu-central-1', 'evil.example.com#')],
    ['wrong_account', ARN.replace('111122223333', '11112222333')],
    ['wrong_account', ARN.replace('111122223333', '')],
    ['wrong_account', ARN.replace('111122223333', '１１１１２２２２３３３３')],
    ['not_a_key', ARN.replace('key/', 'grant/')],
    ['not_a_key', ARN.replace('key/', '')],
    ['not_a_key', `arn:aws:kms:eu-central-1:111122223333`],
    ['wrong_key_id', `${ARN}0`],
    ['wrong_key_id', `${ARN}/x`],
    ['wrong_key_id', `${ARN}:x`],
    ['wrong_key_id', ARN.slice(0, -1)],
    ['wrong_key_id', ARN.toLowerCase().replace('1234abcd', '1234ABCD')],
    ['wrong_key_id', `arn:aws:kms:eu-central-1:111122223333:key/alias/latchkey`],
    ['wrong_key_id', `arn:aws:kms:eu-central-1:111122223333:key/mrk-${UUID}`],
  ]
  it.each(refused)('is refused as %s: %j', (code, pasted) => {
    expect(parseAwsKeyArn(pasted, REGIONS)).toEqual({ ok: false, code, message: ARN_REFUSALS[code] })
  })

  it('is never taken with one character more or less inside', () => {
    fc.assert(
      fc.property(fc.nat(ARN.length), fc.string({ minLength: 1, maxLength: 3 }), (at, extra) => {
        const changed = ARN.slice(0, at) + extra + ARN.slice(at)
        if (changed.trim() === ARN) return
        expect(parseAwsKeyArn(changed, REGIONS).ok).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  it('says something different for each reason', () => {
    const sentences = Object.values(ARN_REFUSALS)
    expect(new Set(sentences).size).toBe(sentences.length)
  })
})

describe('a replica', () => {
  const key = (keyId: string, region = 'eu-central-1') => {
    const parsed = parseAwsKeyArn(`arn:aws:kms:${region}:111122223333:key/${keyId}`, [region])
    if (!parsed.ok) throw new Error(parsed.message)
    return parsed.key
  }
  const MULTI = `mrk-${'0a'.repeat(16)}`

  it('of a multi-region key has the same id in another region', () => {
    const replica = replicaOf(key(MULTI), 'us-east-1')
    expect(replica?.arn).toBe(`arn:aws:kms:us-east-1:111122223333:key/${MULTI}`)
    expect(parseAwsKeyArn(replica?.arn ?? '', ['us-east-1'])).toEqual({ ok: true, key: replica })
    expect(isMultiRegion(key(MULTI))).toBe(true)
  })

  it('is not there for a key of one region, nor in another partition', () => {
    expect(replicaOf(key('1234abcd-12ab-34cd-56ef-1234567890ab'), 'us-east-1')).toBeNull()
    expect(replicaOf(key(MULTI), 'cn-north-1')).toBeNull()
    expect(replicaOf(key(MULTI), 'us-gov-west-1')).toBeNull()
  })

  it.each(['EU-CENTRAL-1', 'aws-global', 'evil.example', '127.0.0.1', 'eu-central-1-fips', '*', ''])(
    'is in no region %j, even where that is on offer',
    (region) => {
      const parsed = parseAwsKeyArn(ARN.replace('eu-central-1', region), [region])
      expect(parsed).toMatchObject({ ok: false, code: 'wrong_region' })
    },
  )
})
