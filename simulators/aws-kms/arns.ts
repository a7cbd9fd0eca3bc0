const REGION = /^(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d$/
const KMS_ARN = /^arn:aws:kms:([a-z0-9-]+):(\d{12}):(key|alias)\/([A-Za-z0-9/_-]+)$/
const PRINCIPAL_ARN = /^arn:aws:(?:iam|sts)::(\d{12}):(.+)$/

/** Whether `region` is a region of the `aws` partition by its form; China and GovCloud are not simulated. */
export const isRegion = (region: string): boolean => REGION.test(region)

/** The ARN of a key. */
export const keyArn = (key: { region: string; accountId: string; id: string }): string =>
  `arn:aws:kms:${key.region}:${key.accountId}:key/${key.id}`

/** The ARN of an alias; `name` starts with `alias/`. */
export const aliasArn = (region: string, accountId: string, name: string): string =>
  `arn:aws:kms:${region}:${accountId}:${name}`

/** The ARN that stands for a whole account in a policy, and for its console in the call log. */
export const rootArn = (accountId: string): string => `arn:aws:iam::${accountId}:root`

export interface KmsArn {
  region: string
  accountId: string
  kind: 'key' | 'alias'
  /** The key's id, or the alias's name without `alias/`. */
  id: string
}

/** Takes a KMS key or alias ARN apart; null when it is not one. */
export function parseKmsArn(text: string): KmsArn | null {
  const match = KMS_ARN.exec(text)
  if (!match) return null
  const [, region = '', accountId = '', kind, id = ''] = match
  return { region, accountId, kind: kind === 'alias' ? 'alias' : 'key', id }
}

/** The account of an IAM or STS principal's ARN; null when it is not one. */
export function accountOfPrincipal(arn: string): string | null {
  return PRINCIPAL_ARN.exec(arn)?.[1] ?? null
}
