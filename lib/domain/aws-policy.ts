import { isExternalId } from './aws-role'

/** The key of the encryption context, and of the policy's condition, that names the organization. */
export const ORGANIZATION_CONTEXT_KEY = 'latchkey:organization'

/** Stands where the customer's own account belongs as long as it is not known. */
export const ACCOUNT_PLACEHOLDER = 'YOUR_ACCOUNT_ID'

export interface KeyPolicyValues {
  /** The account that holds the key; null as long as it is not known. */
  customerAccountId: string | null
  /** What stands for the account until then, such as a variable of a script. */
  accountPlaceholder?: string
  /** ARN of the identity that this installation calls with. */
  principalArn: string
  /** The organization's id: the key opens for it alone. */
  organizationId: string
}

/**
 * The key policy for a customer to paste: their account administers the key as before, and our identity may encrypt
 * and decrypt with it only under their organization's encryption context, and read its state. A multi-region key
 * needs it in each of its regions. Throws TypeError for a value that would not stay inside its quotes.
 */
export function awsKeyPolicy(values: KeyPolicyValues): string {
  const { customerAccountId, accountPlaceholder = ACCOUNT_PLACEHOLDER, principalArn } = values
  const partition = partitionOfPrincipal(principalArn)
  if (customerAccountId !== null && !/^\d{12}$/.test(customerAccountId)) {
    throw new TypeError('an account has twelve digits')
  }
  const administration = {
    Sid: 'YourAccountAdministersTheKey',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${customerAccountId ?? accountPlaceholder}:root` },
    Action: 'kms:*',
    Resource: '*',
  }
  const ours = keyUses(values.organizationId).map(({ Sid, Effect, ...use }) => ({
    Sid,
    Effect,
    Principal: { AWS: principalArn },
    ...use,
    Resource: '*',
    ...conditionOf(Sid, values.organizationId),
  }))
  return documentOf([administration, ...ours])
}

/**
 * The trust policy of a role in the customer's account: our identity may assume it with the external id of this one
 * link. Throws TypeError for a value that would not stay inside its quotes.
 */
export function awsTrustPolicy(values: { principalArn: string; externalId: string }): string {
  const { principalArn, externalId } = values
  partitionOfPrincipal(principalArn)
  if (!isExternalId(externalId)) throw new TypeError('this is not an external id of ours')
  return documentOf([
    {
      Sid: 'LatchkeyAssumesThisRole',
      Effect: 'Allow',
      Principal: { AWS: principalArn },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalId } },
    },
  ])
}

/** A key's ARN, one with gaps to be filled in, or a variable of a script that holds one. */
const KEY_REFERENCE =
  /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:(?:\d{12}|YOUR_ACCOUNT_ID):key\/[\w-]+|\$\w+|\$\{[\w.]+\})$/

/**
 * What that role may do: use these keys under the organization's encryption context, and read their state. A
 * multi-region key is named once for each region. Throws TypeError for a value that would not stay inside its quotes.
 */
export function awsRolePermissions(values: { organizationId: string; keyArns: readonly string[] }): string {
  const { organizationId, keyArns } = values
  if (keyArns.length === 0 || !keyArns.every((arn) => KEY_REFERENCE.test(arn))) {
    throw new TypeError('permissions are for keys, by their ARNs')
  }
  const statements = keyUses(organizationId).map((use) => ({
    ...use,
    Resource: keyArns.length === 1 ? keyArns[0] : keyArns,
    ...conditionOf(use.Sid, organizationId),
  }))
  return documentOf(statements)
}

const USE = 'LatchkeyEncryptsForYourOrganizationOnly'
const READ = 'LatchkeyReadsTheStateOfTheKey'

function keyUses(organizationId: string) {
  if (!/^[0-9a-f-]{36}$/.test(organizationId)) throw new TypeError('the organization must be a UUID')
  return [
    { Sid: USE, Effect: 'Allow', Action: ['kms:Encrypt', 'kms:Decrypt'] },
    { Sid: READ, Effect: 'Allow', Action: ['kms:DescribeKey', 'kms:GetKeyRotationStatus'] },
  ]
}

/** Reading the state of a key has no encryption context that could be asked for. */
function conditionOf(sid: string, organizationId: string): object {
  if (sid !== USE) return {}
  const name = `kms:EncryptionContext:${ORGANIZATION_CONTEXT_KEY}`
  return { Condition: { StringEquals: { [name]: organizationId } } }
}

function partitionOfPrincipal(arn: string): string {
  const [, partition] = /^arn:(aws[a-z-]*):(?:iam|sts)::\d{12}:[\w+=,.@/-]+$/.exec(arn) ?? []
  if (partition === undefined) throw new TypeError('the principal must be the ARN of an IAM identity')
  return partition
}

const documentOf = (Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement }, null, 2)
