import {
  type AwsSetup,
  assertPlain,
  KEY_DESCRIPTION,
  keyPolicyOf,
  keysOf,
  PERMISSIONS_NAME,
  permissionsOf,
  ROLE_DESCRIPTION,
  trustPolicyOf,
} from './aws-setup'

const KEY_POLICY_FILE = 'latchkey-key-policy.json'
const TRUST_FILE = 'latchkey-trust-policy.json'
const PERMISSIONS_FILE = 'latchkey-permissions.json'

/**
 * A script for the AWS CLI that sets everything up and prints the ARNs to paste here, for whoever administers the
 * account; AWS CloudShell runs it as it is. Throws TypeError for a setup that can't be.
 */
export function awsCliScript(setup: AwsSetup): string {
  assertPlain(setup)
  const parts = setup.role === null ? forOurIdentity(setup) : forTheirRole(setup, setup.role)
  return `${parts.join('\n\n')}\n`
}

function forOurIdentity(setup: AwsSetup): string[] {
  const policy = file(KEY_POLICY_FILE, keyPolicyOf(setup, '$ACCOUNT_ID'))
  const known = setup.accountId === null ? [ASK_ACCOUNT] : []
  const keys = keysOf(setup)
  if (keys === null) {
    return [...known, policy, ...createKey(setup, KEY_POLICY_FILE), 'echo "Key ARN: $KEY_ARN"']
  }
  const puts = keys.flatMap(({ arn, region }) => [
    // What the key has now is replaced: it is kept, in case that more than the account's administration was in it.
    `${command('aws kms get-key-policy', [`--region ${region}`, `--key-id ${arn}`, '--policy-name default', '--query Policy --output text'])} > key-policy-before-${region}.json`,
    command('aws kms put-key-policy', [
      `--region ${region}`,
      `--key-id ${arn}`,
      '--policy-name default',
      `--policy file://${KEY_POLICY_FILE}`,
    ]),
  ])
  return [...known, policy, ...puts, `echo "Key ARN: ${keys[0]?.arn}"`]
}

function forTheirRole(setup: AwsSetup, role: NonNullable<AwsSetup['role']>): string[] {
  const keys = keysOf(setup)
  // Without a policy of its own, a new key is left to the permissions that the account itself gives out.
  const made = keys === null ? createKey(setup, null) : []
  const names = keys?.map(({ arn }) => arn) ?? setup.regions.map(variableOf)
  return [
    ...made,
    file(TRUST_FILE, trustPolicyOf(setup, role)),
    `ROLE_ARN=$(${command('aws iam create-role', [
      `--role-name ${role.name}`,
      `--description "${ROLE_DESCRIPTION}"`,
      `--assume-role-policy-document file://${TRUST_FILE}`,
      '--query Role.Arn --output text',
    ])})`,
    file(PERMISSIONS_FILE, permissionsOf(setup, names)),
    command('aws iam put-role-policy', [
      `--role-name ${role.name}`,
      `--policy-name ${PERMISSIONS_NAME}`,
      `--policy-document file://${PERMISSIONS_FILE}`,
    ]),
    `echo "Key ARN: ${names[0]}"\necho "Role ARN: $ROLE_ARN"`,
  ]
}

const ASK_ACCOUNT = 'ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text)'

/** Commands that make a key and its replicas; their ARNs are in variables afterwards. */
function createKey({ regions: [region, ...replicas] }: AwsSetup, policyFile: string | null): string[] {
  const policy = policyFile === null ? [] : [`--policy file://${policyFile}`]
  const primary = command('aws kms create-key', [
    `--region ${region}`,
    `--description "${KEY_DESCRIPTION}"`,
    '--key-spec SYMMETRIC_DEFAULT',
    '--key-usage ENCRYPT_DECRYPT',
    ...(replicas.length > 0 ? ['--multi-region'] : []),
    ...policy,
    '--query KeyMetadata.Arn --output text',
  ])
  const others = replicas.map((replica, index) => {
    const replicate = command('aws kms replicate-key', [
      `--region ${region}`,
      '--key-id "$KEY_ARN"',
      `--replica-region ${replica}`,
      `--description "${KEY_DESCRIPTION}"`,
      ...policy,
      '--query ReplicaKeyMetadata.Arn --output text',
    ])
    return `${variableOf(replica, index + 1).slice(1)}=$(${replicate})`
  })
  return [`KEY_ARN=$(${primary})`, ...others]
}

/** The variable that holds the key's ARN in the region at that place of the list. */
const variableOf = (_region: string, index: number): string =>
  index === 0 ? '$KEY_ARN' : `$REPLICA_ARN_${index}`

const command = (name: string, options: readonly string[]): string => [name, ...options].join(' \\\n  ')

/** A file with that text, in which the shell fills in its variables. */
const file = (name: string, text: string): string => `cat > ${name} <<JSON\n${text}\nJSON`
