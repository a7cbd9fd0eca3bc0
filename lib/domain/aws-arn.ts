/** A customer's key on AWS, taken apart. `arn` is exactly what was pasted, without the space around it. */
export interface AwsKeyArn {
  arn: string
  partition: string
  region: string
  accountId: string
  keyId: string
}

/** Why a pasted key reference is refused, each with its sentence. */
export const ARN_REFUSALS = {
  empty: 'Paste the ARN of the key.',
  whitespace: 'There is a space or a line break inside the ARN. Copy it again in one piece.',
  alias_arn:
    'This is the ARN of an alias. An alias can be pointed at another key without anybody noticing, so paste the ARN of the key itself: it ends in key/ and the key’s id.',
  alias_name:
    'This is the name of an alias. Paste the full ARN of the key itself: it begins with arn: and ends in key/ and the key’s id.',
  bare_key_id:
    'This is the key’s id alone, which does not say in which account and region the key is. Paste the full ARN, which begins with arn:.',
  not_an_arn:
    'This is not the ARN of a key. It looks like arn:aws:kms:eu-central-1:111122223333:key/ and the key’s id.',
  wrong_service: 'This is the ARN of something other than a KMS key. The third part has to be kms.',
  wrong_partition:
    'The partition of this ARN is not one that fits its region: it is aws, aws-cn or aws-us-gov.',
  wrong_region: 'The key is in a region that is not offered here.',
  wrong_account: 'The account in this ARN is not a number of twelve digits.',
  not_a_key: 'This ARN names no key: the last part has to be key/ and the key’s id.',
  wrong_key_id:
    'The key’s id at the end of the ARN is not complete, or something follows it. Copy the ARN again.',
} as const

export type ArnRefusal = keyof typeof ARN_REFUSALS

export type ParsedAwsKeyArn = { ok: true; key: AwsKeyArn } | { ok: false; code: ArnRefusal; message: string }

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const KEY_ID = new RegExp(`^(${UUID}|mrk-[0-9a-f]{32})$`)
/** Whatever regions are on offer: it becomes a part of the host that is called. */
const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/
const MAX_LENGTH = 300

/**
 * Reads a pasted reference to a key: only the full ARN of a key itself will do. `regions` are those on offer.
 * Space before and after it is forgiven, nothing else.
 */
export function parseAwsKeyArn(pasted: string, regions: readonly string[]): ParsedAwsKeyArn {
  const arn = pasted.trim()
  const refusal = refusalOfShape(arn)
  if (refusal !== null) return refused(refusal)
  const [, partition = '', service = '', region = '', accountId = '', ...rest] = arn.split(':')
  const resource = rest.join(':')
  if (service !== 'kms') return refused('wrong_service')
  if (resource.startsWith('alias/')) return refused('alias_arn')
  if (partitionOf(region) !== partition) return refused('wrong_partition')
  if (!REGION.test(region) || !regions.includes(region)) return refused('wrong_region')
  if (!/^\d{12}$/.test(accountId)) return refused('wrong_account')
  if (!resource.startsWith('key/')) return refused('not_a_key')
  const keyId = resource.slice('key/'.length)
  if (!KEY_ID.test(keyId)) return refused('wrong_key_id')
  return { ok: true, key: { arn, partition, region, accountId, keyId } }
}

/** Whether the key can have replicas in other regions: AWS tells by its id. */
export const isMultiRegion = ({ keyId }: AwsKeyArn): boolean => keyId.startsWith('mrk-')

/**
 * The key that is related to a multi-region key in another region: same id and material, own policy and state.
 * null for a key of one region, and for a region of another partition. It may not have been made.
 */
export function replicaOf(key: AwsKeyArn, region: string): AwsKeyArn | null {
  if (!isMultiRegion(key) || partitionOf(region) !== key.partition) return null
  const arn = ['arn', key.partition, 'kms', region, key.accountId, `key/${key.keyId}`].join(':')
  return { ...key, arn, region }
}

/** The partition that a region lies in; null for those that are closed to us, such as us-iso-east-1. */
function partitionOf(region: string): string | null {
  if (/^[a-z]+-iso/.test(region)) return null
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

function refusalOfShape(text: string): ArnRefusal | null {
  if (text === '') return 'empty'
  if (/\s/.test(text)) return 'whitespace'
  if (text.startsWith('alias/')) return 'alias_name'
  if (KEY_ID.test(text)) return 'bare_key_id'
  return text.startsWith('arn:') && text.length <= MAX_LENGTH ? null : 'not_an_arn'
}

function refused(code: ArnRefusal): ParsedAwsKeyArn {
  return { ok: false, code, message: ARN_REFUSALS[code] }
}
