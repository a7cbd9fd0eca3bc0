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

const ACCOUNT = `\${data.aws_caller_identity.current.account_id}`

/**
 * A Terraform configuration that sets everything up and has the ARNs to paste here as its outputs. Throws TypeError for
 * a setup that can't be.
 */
export function awsTerraform(setup: AwsSetup): string {
  assertPlain(setup)
  const keys = keysOf(setup)
  const keyBlocks = keys === null ? newKey(setup) : setup.role === null ? policiesFor(setup, keys) : []
  const keyArns =
    keys?.map(({ arn }) => arn) ?? setup.regions.map((region, index) => `\${${nameOf(region, index)}.arn}`)
  const parts = [
    REQUIRED,
    ...setup.regions.map(provider),
    ...(setup.role === null ? sharedPolicy(setup) : []),
    ...keyBlocks,
    ...(setup.role === null ? [] : roleBlocks(setup, setup.role, keyArns)),
    block('output "key_arn"', [
      ['value', keys === null ? 'aws_kms_key.latchkey.arn' : quoted(keyArns[0] ?? '')],
    ]),
    ...(setup.role === null ? [] : [block('output "role_arn"', [['value', 'aws_iam_role.latchkey.arn']])]),
  ]
  return `${parts.join('\n\n')}\n`
}

const REQUIRED = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}`

type Attribute = readonly [name: string, expression: string]

const block = (head: string, attributes: readonly Attribute[], inner: readonly string[] = []): string => {
  const width = Math.max(...attributes.map(([name]) => name.length))
  const lines = attributes.map(([name, expression]) => `  ${name.padEnd(width)} = ${expression}`)
  return `${head} {\n${[...lines, ...inner].join('\n')}\n}`
}

/** A key that is destroyed takes all that it protects with it: nobody does that by a slip. */
const KEPT = ['', '  lifecycle {', '    prevent_destroy = true', '  }']

const quoted = (text: string): string => `"${text}"`

/** A document in which Terraform fills in its references. */
const heredoc = (text: string): string => `<<-JSON\n${text.replace(/^/gm, '    ')}\n  JSON`

const labelOf = (region: string): string => region.replaceAll('-', '_')

/** The provider of the first region is the default; each other one has the region's name. */
const provider = (region: string, index: number): string =>
  block('provider "aws"', [
    ...(index === 0 ? [] : [['alias', quoted(labelOf(region))] as const]),
    ['region', quoted(region)],
  ])

const providerOf = (region: string, index: number): Attribute[] =>
  index === 0 ? [] : [['provider', `aws.${labelOf(region)}`]]

const nameOf = (region: string, index: number): string =>
  index === 0 ? 'aws_kms_key.latchkey' : `aws_kms_replica_key.${labelOf(region)}`

function sharedPolicy(setup: AwsSetup): string[] {
  const local = block('locals', [['key_policy', heredoc(keyPolicyOf(setup, ACCOUNT))]])
  return setup.accountId === null ? ['data "aws_caller_identity" "current" {}', local] : [local]
}

function newKey({ regions, role }: AwsSetup): string[] {
  // Without a policy of its own, a new key is left to the permissions that the account itself gives out.
  const policy: Attribute[] = role === null ? [['policy', 'local.key_policy']] : []
  const common: Attribute[] = [
    ['description', quoted(KEY_DESCRIPTION)],
    ['deletion_window_in_days', '30'],
    ...policy,
  ]
  return regions.map((region, index) =>
    index === 0
      ? block(
          'resource "aws_kms_key" "latchkey"',
          [
            ...common,
            ['key_usage', '"ENCRYPT_DECRYPT"'],
            ['customer_master_key_spec', '"SYMMETRIC_DEFAULT"'],
            ['multi_region', String(regions.length > 1)],
          ],
          KEPT,
        )
      : block(
          `resource "aws_kms_replica_key" "${labelOf(region)}"`,
          [...providerOf(region, index), ['primary_key_arn', 'aws_kms_key.latchkey.arn'], ...common],
          KEPT,
        ),
  )
}

/** For a key that is there already: its policy alone is Terraform's from then on. */
const policiesFor = ({ regions }: AwsSetup, keys: readonly { arn: string }[]): string[] =>
  regions.map((region, index) =>
    block(`resource "aws_kms_key_policy" "${labelOf(region)}"`, [
      ...providerOf(region, index),
      ['key_id', quoted(keys[index]?.arn ?? '')],
      ['policy', 'local.key_policy'],
    ]),
  )

const roleBlocks = (
  setup: AwsSetup,
  role: NonNullable<AwsSetup['role']>,
  keyArns: readonly string[],
): string[] => [
  block('resource "aws_iam_role" "latchkey"', [
    ['name', quoted(role.name)],
    ['description', quoted(ROLE_DESCRIPTION)],
    ['assume_role_policy', heredoc(trustPolicyOf(setup, role))],
  ]),
  block('resource "aws_iam_role_policy" "latchkey"', [
    ['name', quoted(PERMISSIONS_NAME)],
    ['role', 'aws_iam_role.latchkey.id'],
    ['policy', heredoc(permissionsOf(setup, keyArns))],
  ]),
]
