import { type AwsKeyArn, replicaOf } from './aws-arn'
import { ACCOUNT_PLACEHOLDER, awsKeyPolicy, awsRolePermissions, awsTrustPolicy } from './aws-policy'

/** What a customer is to set up in their AWS account: as console steps, as a script, as Terraform. */
export interface AwsSetup {
  /** ARN of the identity that this installation calls with. */
  principalArn: string
  organizationId: string
  /** The account that holds the key; null as long as it is not known. */
  accountId: string | null
  /** Where the key is, or shall be. More than one make it a multi-region key, whose primary is in the first. */
  regions: readonly [string, ...string[]]
  /** A key that is there already, with all those regions; null for a new one. */
  key: AwsKeyArn | null
  /** A role in their account that we assume; null: the key policy names our own identity. */
  role: { name: string; externalId: string } | null
}

export const KEY_DESCRIPTION = 'Root key for Latchkey'
export const ROLE_DESCRIPTION = 'Lets Latchkey use one key'
export const PERMISSIONS_NAME = 'latchkey-uses-the-key'

/**
 * The key that is there already, as it is named in each of the regions; null when a new one is to be made. Throws
 * TypeError for a key that can't be in all of them.
 */
export function keysOf({ key, regions }: AwsSetup): AwsKeyArn[] | null {
  if (key === null) return null
  return regions.map((region) => {
    const related = region === key.region ? key : replicaOf(key, region)
    if (related === null) throw new TypeError(`the key can't be in ${region}`)
    return related
  })
}

/** A key that is there already but has not been pasted yet: its reader fills in the gaps of the ARN. */
export function keyToFillIn(
  { principalArn, accountId }: Pick<AwsSetup, 'principalArn' | 'accountId'>,
  region: string,
): AwsKeyArn {
  const partition = principalArn.split(':')[1] ?? 'aws'
  const place = { partition, region, accountId: accountId ?? ACCOUNT_PLACEHOLDER, keyId: 'YOUR_KEY_ID' }
  return { ...place, arn: `arn:${partition}:kms:${region}:${place.accountId}:key/${place.keyId}` }
}

/** The text of the key policy, with `accountPlaceholder` for an account that is not known yet. */
export const keyPolicyOf = (setup: AwsSetup, accountPlaceholder?: string): string =>
  awsKeyPolicy({ ...setup, customerAccountId: setup.accountId, accountPlaceholder })

/** The text of the role's trust policy. */
export const trustPolicyOf = ({ principalArn }: AwsSetup, { externalId }: { externalId: string }): string =>
  awsTrustPolicy({ principalArn, externalId })

/** The text of the role's permissions; `keyArns` names a new key by variables. */
export const permissionsOf = (setup: AwsSetup, keyArns: readonly string[]): string =>
  awsRolePermissions({ organizationId: setup.organizationId, keyArns })

/** Regions and role names stand unquoted in scripts. Throws TypeError for one that could not. */
export function assertPlain({ regions, role }: AwsSetup): void {
  if (!regions.every((region) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(region))) {
    throw new TypeError('a region looks like eu-central-1')
  }
  if (new Set(regions).size !== regions.length) throw new TypeError('a region is named twice')
  if (role && !/^[\w+=,.@-]{1,64}$/.test(role.name)) throw new TypeError('this is not the name of a role')
}
