/** The key of the encryption context, and of the policy's condition, that names the organization. */
export const ORGANIZATION_CONTEXT_KEY = 'latchkey:organization'

/** Stands where the customer's own account belongs as long as it is not known. */
const ACCOUNT_PLACEHOLDER = 'YOUR_ACCOUNT_ID'

export interface KeyPolicyValues {
  /** The account that holds the key; null as long as it is not known. */
  customerAccountId: string | null
  /** ARN of the identity that this installation calls with. */
  principalArn: string
  /** The organization's id: the key opens for it alone. */
  organizationId: string
}

/**
 * The key policy for a customer to paste: their account administers the key as before, and our identity may encrypt
 * and decrypt with it only under their organization's encryption context, and read its state.
 * Throws TypeError for a value that would not stay inside its quotes.
 */
export function awsKeyPolicy(values: KeyPolicyValues): string {
  const { principalArn, organizationId } = values
  const [, partition, service] = principalArn.split(':')
  if (!/^arn:aws[a-z-]*:(iam|sts)::\d{12}:[\w+=,.@/-]+$/.test(principalArn) || !service) {
    throw new TypeError('the principal must be the ARN of an IAM identity')
  }
  if (!/^[0-9a-f-]{36}$/.test(organizationId)) throw new TypeError('the organization must be a UUID')
  const accountId = values.customerAccountId ?? ACCOUNT_PLACEHOLDER
  if (values.customerAccountId !== null && !/^\d{12}$/.test(accountId)) {
    throw new TypeError('an account has twelve digits')
  }
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'YourAccountAdministersTheKey',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'LatchkeyEncryptsForYourOrganizationOnly',
        Effect: 'Allow',
        Principal: { AWS: principalArn },
        Action: ['kms:Encrypt', 'kms:Decrypt'],
        Resource: '*',
        Condition: {
          StringEquals: { [`kms:EncryptionContext:${ORGANIZATION_CONTEXT_KEY}`]: organizationId },
        },
      },
      {
        Sid: 'LatchkeyReadsTheStateOfTheKey',
        Effect: 'Allow',
        Principal: { AWS: principalArn },
        Action: ['kms:DescribeKey', 'kms:GetKeyRotationStatus'],
        Resource: '*',
      },
    ],
  }
  return JSON.stringify(policy, null, 2)
}
