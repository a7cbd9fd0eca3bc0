/** An IAM role of a customer's, taken apart. `arn` is exactly what was pasted, without the space around it. */
export interface AwsRoleArn {
  arn: string
  partition: string
  accountId: string
  /** Without its path. */
  name: string
}

/** Why a pasted reference to a role is refused, each with its sentence. */
export const ROLE_REFUSALS = {
  empty: 'Paste the ARN of the role.',
  whitespace: 'There is a space or a line break inside the ARN. Copy it again in one piece.',
  not_an_arn:
    'This is not the ARN of a role. It looks like arn:aws:iam::111122223333:role/ and the role’s name.',
  session:
    'This is the ARN of somebody who has assumed a role, which ends with their session. Paste the ARN of the role itself: it has :iam: in it and role/ before the role’s name.',
  user: 'This is the ARN of a user, and we can’t act as a user. Create a role and paste its ARN.',
  root: 'This is the ARN of a whole account. Create a role that may use the key alone, and paste its ARN.',
  service_role:
    'This is a role of an AWS service, which nobody else can assume. Create a role for us and paste its ARN.',
  key_arn: 'This is the ARN of a key. Here the role that may use the key is asked for.',
  wrong_partition: 'The partition of this ARN is not the one in which the key is.',
  wrong_account:
    'The role is in another account than the key. It has to be in the account that holds the key.',
  wrong_name:
    'The role’s name at the end of the ARN is not complete, or something follows it. Copy it again.',
} as const

export type RoleRefusal = keyof typeof ROLE_REFUSALS

export type ParsedAwsRoleArn =
  | { ok: true; role: AwsRoleArn }
  | { ok: false; code: RoleRefusal; message: string }

const MAX_LENGTH = 700
const SHAPE = /^arn:(aws[a-z-]*):([a-z-]+):([a-z0-9-]*):([^:]*):(.*)$/
/** IAM's own limits: a path of 512 characters at most and a name of 64. */
const ROLE = /^role\/((?:[!-.0-~]+\/)*)([\w+=,.@-]{1,64})$/

/**
 * Reads a pasted reference to a role that holds the way to a key: only the full ARN of a role in the key's own account
 * will do. Space before and after it is forgiven, nothing else.
 */
export function parseAwsRoleArn(
  pasted: string,
  key: { partition: string; accountId: string },
): ParsedAwsRoleArn {
  const arn = pasted.trim()
  if (arn === '') return refused('empty')
  if (/\s/.test(arn)) return refused('whitespace')
  const [, partition, service, region, accountId, resource = ''] =
    (arn.length <= MAX_LENGTH && SHAPE.exec(arn)) || []
  if (!partition || accountId === undefined) return refused('not_an_arn')
  const kind = refusalOfKind(service ?? '', resource)
  if (kind !== null) return refused(kind)
  if (region !== '' || !/^\d{12}$/.test(accountId)) return refused('not_an_arn')
  if (partition !== key.partition) return refused('wrong_partition')
  if (accountId !== key.accountId) return refused('wrong_account')
  const [, path = '', name] = ROLE.exec(resource) ?? []
  if (name === undefined || path.length > 512) return refused('wrong_name')
  if (path.startsWith('aws-service-role/')) return refused('service_role')
  return { ok: true, role: { arn, partition, accountId, name } }
}

function refusalOfKind(service: string, resource: string): RoleRefusal | null {
  if (service === 'sts' && resource.startsWith('assumed-role/')) return 'session'
  if (service === 'kms') return 'key_arn'
  if (service !== 'iam') return 'not_an_arn'
  if (resource === 'root') return 'root'
  if (resource.startsWith('user/')) return 'user'
  return resource.startsWith('role/') ? null : 'not_an_arn'
}

function refused(code: RoleRefusal): ParsedAwsRoleArn {
  return { ok: false, code, message: ROLE_REFUSALS[code] }
}

const EXTERNAL_ID_BYTES = 24

/**
 * A fresh external id for one link: 192 random bits, 32 characters that STS takes. The role asks for it, so that we
 * can't be made to assume it for another organization (AWS, "The confused deputy problem"). It is no secret.
 */
export function makeExternalId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(EXTERNAL_ID_BYTES))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}

/** Whether a text has the form of an external id of ours. */
export const isExternalId = (text: string): boolean => /^[\w-]{32}$/.test(text)
