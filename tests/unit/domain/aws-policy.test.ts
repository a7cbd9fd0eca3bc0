import { describe, expect, it } from 'vitest'
import { awsKeyPolicy } from '@/lib/domain/aws-policy'

const values = {
  customerAccountId: '111122223333',
  principalArn: 'arn:aws:iam::999988887777:role/latchkey',
  organizationId: '6f0c1a52-31d8-4a3e-9b5e-0d3f6a6d7c01',
}

describe('the key policy for a customer', () => {
  const { Statement } = JSON.parse(awsKeyPolicy(values))

  it('lets us encrypt and decrypt for that organization only', () => {
    const ours = Statement.filter(
      (one: { Principal: { AWS: string } }) => one.Principal.AWS === values.principalArn,
    )
    expect(ours).toHaveLength(2)
    expect(ours[0]).toMatchObject({
      Action: ['kms:Encrypt', 'kms:Decrypt'],
      Condition: { StringEquals: { 'kms:EncryptionContext:latchkey:organization': values.organizationId } },
    })
    expect(ours[1].Action).toEqual(['kms:DescribeKey', 'kms:GetKeyRotationStatus'])
  })

  it('leaves the administration with the customer’s account', () => {
    expect(Statement[0]).toMatchObject({
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 'kms:*',
    })
  })

  it('stays in the partition of the principal', () => {
    const policy = awsKeyPolicy({ ...values, principalArn: 'arn:aws-cn:iam::999988887777:role/latchkey' })
    expect(policy).toContain('arn:aws-cn:iam::111122223333:root')
  })

  it('shows a gap where the account is not known yet', () => {
    expect(awsKeyPolicy({ ...values, customerAccountId: null })).toContain(
      'arn:aws:iam::YOUR_ACCOUNT_ID:root',
    )
  })

  it('takes no value that says more than it should', () => {
    expect(() => awsKeyPolicy({ ...values, principalArn: '*' })).toThrow(TypeError)
    expect(() => awsKeyPolicy({ ...values, organizationId: '*' })).toThrow(TypeError)
    expect(() => awsKeyPolicy({ ...values, customerAccountId: '*' })).toThrow(TypeError)
  })
})
