import {
  type AwsSetup,
  assertPlain,
  keyPolicyOf,
  keysOf,
  keyToFillIn,
  PERMISSIONS_NAME,
  permissionsOf,
  trustPolicyOf,
} from './aws-setup'

/** One thing to do in the AWS console. */
export interface ConsoleStep {
  text: string
  /** What is to be pasted there. */
  paste: { label: string; text: string } | null
}

const step = (text: string): ConsoleStep => ({ text, paste: null })
const pasting = (text: string, label: string, pasted: string): ConsoleStep => ({
  text,
  paste: { label, text: pasted },
})

/** The way through the AWS console, as its pages are called there. Throws TypeError for a setup that can't be. */
export function awsConsoleSteps(setup: AwsSetup): ConsoleStep[] {
  assertPlain(setup)
  const keys = keysOf(setup)
  const keySteps = keys === null ? newKey(setup) : setup.role === null ? changedKey(setup, keys) : []
  return [...keySteps, ...(setup.role === null ? [] : roleSteps(setup, setup.role, keys))]
}

function newKey(setup: AwsSetup): ConsoleStep[] {
  const [region, ...replicas] = setup.regions
  const regionality = replicas.length > 0 ? ' Under “Advanced options” choose “Multi-Region key”.' : ''
  return [
    step(
      `Open Key Management Service in the region ${region}, go to “Customer managed keys” and choose “Create key”.`,
    ),
    step(`Key type “Symmetric”, key usage “Encrypt and decrypt”.${regionality}`),
    step('Give it an alias you will recognise. Skip administrators and users.'),
    policyStep(setup, 'On “Edit key policy”, replace everything with the key policy, then finish.'),
    ...replicas.flatMap((replica) => [
      step(
        `Open the key, go to “Regionality”, choose “Create new replica keys” and the region ${replica}. A replica has a policy of its own.`,
      ),
      policyStep(
        setup,
        `On “Edit key policy” for ${replica}, replace everything with the key policy, then finish.`,
      ),
    ]),
    step('Open the key and copy its ARN, at the top of its page.'),
  ]
}

/** Where a role of theirs uses the key, the policy that AWS proposes will do: it leaves the choice to IAM. */
const policyStep = (setup: AwsSetup, text: string): ConsoleStep =>
  setup.role === null
    ? pasting(text, 'Key policy', keyPolicyOf(setup))
    : step('On “Edit key policy” leave the policy as it is, then finish.')

const changedKey = (setup: AwsSetup, keys: readonly { arn: string; region: string }[]): ConsoleStep[] =>
  keys.flatMap(({ arn, region }) => [
    step(`Open Key Management Service in the region ${region} and there the key ${arn}.`),
    pasting(
      'On “Key policy” choose “Switch to policy view”, then “Edit”. Replace everything with the key policy; what you need of the old one, put beside it. Save.',
      'Key policy',
      keyPolicyOf(setup),
    ),
  ])

function roleSteps(
  setup: AwsSetup,
  role: NonNullable<AwsSetup['role']>,
  keys: readonly { arn: string }[] | null,
): ConsoleStep[] {
  const arns = keys?.map(({ arn }) => arn) ?? setup.regions.map((region) => keyToFillIn(setup, region).arn)
  const replace = keys === null ? ' Put your key’s id where it says YOUR_KEY_ID.' : ''
  return [
    step('Open IAM, go to “Roles” and choose “Create role”, then “Custom trust policy”.'),
    pasting(
      'Replace everything with the trust policy. It has the external id that belongs to your organization alone.',
      'Trust policy',
      trustPolicyOf(setup, role),
    ),
    step(`Add no permissions yet. Role name “${role.name}”, then “Create role”.`),
    pasting(
      `Open the role, choose “Add permissions”, “Create inline policy”, “JSON”, and replace everything with the permissions.${replace} Name it “${PERMISSIONS_NAME}”.`,
      'Permissions',
      permissionsOf(setup, arns),
    ),
    step('Copy the ARN of the role, at the top of its page.'),
  ]
}
