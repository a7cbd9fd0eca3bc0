import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { malformedPolicy } from './errors'
import { type Policy, PolicyError, parsePolicy } from './policy/document'
import { unknownPrincipal } from './policy/evaluate'

export const roleSchema = z.object({
  /** As IAM gives out: AROA and 17 letters and digits. */
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  /** The text of the policy that says who may assume it. */
  trustPolicy: z.string(),
  /** The text of its identity policy: what it may do. */
  policy: z.string(),
  createdAt: z.number(),
  /** The longest session, 3,600 to 43,200 seconds. */
  maxSessionSeconds: z.number(),
})
/** An IAM role: an identity without credentials of its own, which others assume. */
export type Role = z.infer<typeof roleSchema>

export const roleArn = ({ accountId, name }: { accountId: string; name: string }): string =>
  `arn:aws:iam::${accountId}:role/${name}`

/** The ARN of somebody who has assumed the role. */
export const sessionArn = ({ accountId, name }: { accountId: string; name: string }, session: string) =>
  `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`

/** The role whose session an STS ARN is; null when it is no such ARN. */
export function roleOfSession(arn: string): string | null {
  const [, accountId, name] =
    /^arn:aws:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/[\w+=,.@-]+$/.exec(arn) ?? []
  return accountId && name ? roleArn({ accountId, name }) : null
}

/** A random id in the form of IAM's, such as those of roles (AROA) and session keys (ASIA). */
export function makeId(prefix: 'AROA' | 'ASIA'): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return prefix + [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join('')
}

/** A policy that allows nothing which needs a permission. */
export const NOTHING =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:GetCallerIdentity","Resource":"*"}]}'

/**
 * Refuses a trust policy that is wrong or names nobody, as IAM does when it is put.
 * @throws KmsError MalformedPolicyDocumentException saying where
 */
export function assertTrustPolicy(text: string, principalExists: (arn: string) => boolean): void {
  const policy = parsed(text, 'trust')
  const nobody = unknownPrincipal(policy, principalExists)
  if (nobody) {
    throw malformedPolicy(
      `Invalid principal in policy. ${nobody.label}: nobody here is "${nobody.principal}".`,
    )
  }
}

/** @throws KmsError MalformedPolicyDocumentException saying where */
export function assertIdentityPolicy(text: string): void {
  parsed(text, 'identity')
}

function parsed(text: string, kind: 'trust' | 'identity'): Policy {
  try {
    return parsePolicy(text, kind)
  } catch (error) {
    throw error instanceof PolicyError ? malformedPolicy(error.message) : error
  }
}
