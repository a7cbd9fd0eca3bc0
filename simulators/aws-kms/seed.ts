import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { readJson } from '../shared/program'
import { accountOfPrincipal } from './arns'
import { type Policy, PolicyError, parsePolicy } from './policy/document'

const principalSchema = z.strictObject({
  arn: z.string().refine((arn) => accountOfPrincipal(arn) !== null, 'must be the ARN of an IAM principal'),
  accessKeyId: z.string().regex(/^[A-Z0-9]{16,128}$/, 'must be 16 to 128 capital letters and digits'),
  secretAccessKey: z.string().min(16).max(256),
  /** The IAM identity policy of the principal. */
  policy: z.record(z.string(), z.unknown()),
})

const accountSchema = z.strictObject({
  id: z.string().regex(/^\d{12}$/, 'must be twelve digits'),
  name: z.string().min(1).max(100),
  principals: z.array(principalSchema).min(1),
})

export const seedSchema = z.strictObject({ accounts: z.array(accountSchema).min(1) })

/** The accounts, and who may sign requests in them. */
export type Seed = z.input<typeof seedSchema>

export interface Principal {
  arn: string
  accountId: string
  accessKeyId: string
  secretAccessKey: string
  policy: Policy
}

export interface Account {
  id: string
  name: string
  principals: readonly Principal[]
}

/** @throws Error naming the file, z.ZodError for a wrong form */
export const readSeed = (file: string): Seed => seedSchema.parse(readJson('seed', file))

/**
 * Parses a seed and the identity policies in it.
 * @throws z.ZodError for a wrong form, PolicyError for a wrong policy, an ARN of another account or a
 * key id or ARN given twice
 */
export function parseSeed(seed: unknown): Account[] {
  const accounts = seedSchema.parse(seed).accounts.map((account) => ({
    ...account,
    principals: account.principals.map((principal) => {
      if (accountOfPrincipal(principal.arn) !== account.id) {
        throw new PolicyError(`${principal.arn} is listed under account ${account.id}, which is not its own.`)
      }
      const policy = parsePolicy(JSON.stringify(principal.policy), 'identity')
      return { ...principal, accountId: account.id, policy }
    }),
  }))
  const principals = accounts.flatMap((account) => account.principals)
  assertUnique(
    'account id',
    accounts.map((account) => account.id),
  )
  assertUnique(
    'access key id',
    principals.map((principal) => principal.accessKeyId),
  )
  assertUnique(
    'principal',
    principals.map((principal) => principal.arn),
  )
  return accounts
}

function assertUnique(what: string, values: string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) throw new PolicyError(`The ${what} ${twice} stands in the seed twice.`)
}

/** Random credentials in the form of AWS's, good for a simulator only. */
function makeCredentials(): { accessKeyId: string; secretAccessKey: string } {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const id = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join('')
  return { accessKeyId: `AKIA${id}`, secretAccessKey: randomBytes(30).toString('base64') }
}

/** The seed of a start without one: a customer's account and a vendor's, with fresh credentials. */
export function defaultSeed(): Seed {
  const allow = (actions: string[]) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  })
  const use = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*']
  const read = ['kms:DescribeKey', 'kms:GetKeyRotationStatus']
  return {
    accounts: [
      {
        id: '111122223333',
        name: 'Northwind',
        principals: [
          { arn: 'arn:aws:iam::111122223333:role/admin', ...makeCredentials(), policy: allow(['kms:*']) },
        ],
      },
      {
        id: '999988887777',
        name: 'Latchkey',
        principals: [
          {
            arn: 'arn:aws:iam::999988887777:role/latchkey-encryption-service',
            ...makeCredentials(),
            policy: allow([...use, ...read]),
          },
        ],
      },
    ],
  }
}

/** The credentials of a seed as lines of a shell's environment, for whoever starts a simulator without one. */
export function credentialsOf(seed: Seed): string {
  const lines = seed.accounts.flatMap((account) =>
    account.principals.flatMap((principal) => [
      `# ${account.name}, account ${account.id}, ${principal.arn}`,
      `AWS_ACCESS_KEY_ID=${principal.accessKeyId}`,
      `AWS_SECRET_ACCESS_KEY=${principal.secretAccessKey}`,
    ]),
  )
  return lines.join('\n')
}
