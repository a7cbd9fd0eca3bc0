import { accountOfPrincipal, rootArn } from '../arns'
import { type ConditionContext, conditionHolds } from './conditions'
import type { Policy, Statement } from './document'
import { globMatches } from './glob'

export interface AccessRequest {
  /** The caller's IAM ARN and account, and the ARN of its session if it has assumed a role. */
  principal: { arn: string; accountId: string; policy: Policy; sessionArn?: string }
  action: string
  /** The ARN of the key or role, or `*` for actions that name none. */
  resource: string
  conditions: ConditionContext
}

export type Decision = { allowed: true } | { allowed: false; side: Side }
export type Side = 'identity' | 'resource' | 'identity-explicit' | 'resource-explicit'

interface Verdict {
  denied: boolean
  /** An Allow that names this very principal, or everybody. */
  allowedByName: boolean
  /** An Allow for the principal's whole account, which leaves the choice to that account's IAM policies. */
  allowedByAccount: boolean
}

/**
 * Decides on a request for a key or a role as AWS does: an explicit Deny on either side wins; within the owner's
 * account its policy may name the principal or delegate to IAM; from another account both sides must allow.
 * @param ownPolicy the key policy, or the trust policy of the role
 */
export function decide(request: AccessRequest, ownPolicy: Policy, ownerId: string): Decision {
  const key = weigh(ownPolicy, request, true)
  const identity = weigh(request.principal.policy, request, false)
  if (identity.denied) return refused('identity-explicit')
  if (key.denied) return refused('resource-explicit')
  const keyAllows = key.allowedByName || key.allowedByAccount
  if (request.principal.accountId === ownerId) {
    if (key.allowedByName) return { allowed: true }
    if (!keyAllows) return refused('resource')
    return identity.allowedByName ? { allowed: true } : refused('identity')
  }
  if (!identity.allowedByName) return refused('identity')
  return keyAllows ? { allowed: true } : refused('resource')
}

/** Decides on a request that names no key (CreateKey, ListKeys): the identity policy alone. */
export function decideByIdentity(request: AccessRequest): Decision {
  const identity = weigh(request.principal.policy, request, false)
  if (identity.denied) return refused('identity-explicit')
  return identity.allowedByName ? { allowed: true } : refused('identity')
}

const refused = (side: Side): Decision => ({ allowed: false, side })

function weigh(policy: Policy, request: AccessRequest, isKeyPolicy: boolean): Verdict {
  const verdict: Verdict = { denied: false, allowedByName: false, allowedByAccount: false }
  for (const statement of policy.statements) {
    const match = isKeyPolicy ? principalMatch(statement, request.principal) : 'name'
    if (match === null || !applies(statement, request)) continue
    if (statement.effect === 'Deny') verdict.denied = true
    else if (match === 'name') verdict.allowedByName = true
    else verdict.allowedByAccount = true
  }
  return verdict
}

function principalMatch(
  statement: Statement,
  caller: { arn: string; accountId: string; sessionArn?: string },
) {
  const { awsPrincipals } = statement
  const names = ['*', caller.arn, caller.sessionArn]
  if (awsPrincipals.some((principal) => names.includes(principal))) return 'name'
  const account = [caller.accountId, rootArn(caller.accountId)]
  return awsPrincipals.some((principal) => account.includes(principal)) ? 'account' : null
}

function applies(statement: Statement, request: AccessRequest): boolean {
  const action = request.action.toLowerCase()
  const namesAction = statement.actions.some((pattern) => globMatches(pattern.toLowerCase(), action))
  const namesResource = statement.resources.some((pattern) => globMatches(pattern, request.resource))
  return (
    namesAction !== statement.exceptActions &&
    namesResource !== statement.exceptResources &&
    statement.conditions.every((condition) => conditionHolds(condition, request.conditions))
  )
}

/**
 * The first principal of a key policy that is nobody: AWS refuses such a policy when it is put.
 * @param exists tells whether an account or principal with this ARN is known
 */
export function unknownPrincipal(policy: Policy, exists: (arn: string) => boolean) {
  for (const statement of policy.statements) {
    for (const principal of statement.awsPrincipals) {
      if (principal === '*') continue
      const arn = /^\d{12}$/.test(principal) ? rootArn(principal) : principal
      if (accountOfPrincipal(arn) === null || !exists(arn)) return { label: statement.label, principal }
    }
  }
  return null
}
