import { keyArn } from './arns'
import { type Call, type Caller, hidden, refusal } from './call'
import type { EncryptionContext } from './cryptography'
import { accessDenied } from './errors'
import { isReplica, type Key } from './keys'
import type { ConditionContext } from './policy/conditions'
import { type Policy, parsePolicy } from './policy/document'
import { decide, decideByIdentity, type Side } from './policy/evaluate'
import { type Role, roleArn } from './roles'

/** What a request says that condition keys can ask about. */
export interface AccessDetails {
  encryptionContext?: EncryptionContext
  alias?: string | null
  encryptionAlgorithm?: string
  reEncryptOnSameKey?: boolean
  bypassPolicyLockoutSafetyCheck?: boolean
  replicaRegion?: string
}

type Principal = { arn: string; accountId: string; policy: Policy; sessionArn?: string }

/**
 * Lets the call go on if both policies that bind it allow `action` on the key.
 * @param action such as `kms:Decrypt`
 * @throws KmsError AccessDeniedException naming the side that refuses
 */
export function authorize(call: Call, action: string, key: Key, details: AccessDetails = {}): void {
  const { caller } = call
  if (caller.policy === null) return
  const principal = { ...caller, policy: caller.policy }
  const conditions = conditionsOf(call, principal, key, details)
  const request = { principal, action, resource: keyArn(key), conditions }
  const { policy } = call.world.seen(key)
  const decision = decide(request, parsePolicy(policy, 'key'), key.accountId)
  if (decision.allowed) return
  const foreign = key.accountId !== caller.accountId
  if (foreign && decision.side.startsWith('resource')) throw hidden(caller, action, keyArn(key))
  throw denial(call, action, keyArn(key), decision.side)
}

/** As `authorize`, for actions that name no key: the identity policy alone decides. */
export function authorizeAccount(call: Call, action: string): void {
  const { caller } = call
  if (caller.policy === null) return
  const principal = { ...caller, policy: caller.policy }
  const conditions = conditionsOf(call, principal, null, {})
  const decision = decideByIdentity({ principal, action, resource: '*', conditions })
  if (!decision.allowed) throw denial(call, action, '*', decision.side)
}

/** Whether `principal` could do `action` to the key if `keyPolicy` were its policy. */
export function wouldAllow(call: Call, principal: Principal, action: string, key: Key, keyPolicy: Policy) {
  const conditions = conditionsOf(call, principal, key, {})
  return decide({ principal, action, resource: keyArn(key), conditions }, keyPolicy, key.accountId).allowed
}

/**
 * Lets a role be assumed if its trust policy allows it and, from another account, the caller's own policy too.
 * @throws KmsError AccessDeniedException, which does not say which side refuses
 */
export function authorizeAssumeRole(
  { caller, region }: { caller: Caller; region: string },
  role: Role,
  asked: { externalId: string | undefined; sessionName: string },
): void {
  if (caller.policy === null) return
  const principal = { ...caller, policy: caller.policy }
  const conditions = callerConditions(principal, region)
  conditions.set('sts:rolesessionname', [asked.sessionName])
  if (asked.externalId !== undefined) conditions.set('sts:externalid', [asked.externalId])
  const resource = roleArn(role)
  const request = { principal, action: 'sts:AssumeRole', resource, conditions }
  const decision = decide(request, parsePolicy(role.trustPolicy, 'trust'), role.accountId)
  if (!decision.allowed) throw accessDenied(refusal(caller, 'sts:AssumeRole', resource))
}

function denial(call: Call, action: string, resource: string, side: Side) {
  const reason: Record<Side, string> = {
    identity: `because no identity-based policy allows the ${action} action`,
    resource: `because no resource-based policy allows the ${action} action`,
    'identity-explicit': 'with an explicit deny in an identity-based policy',
    'resource-explicit': 'with an explicit deny in a resource-based policy',
  }
  return accessDenied(`${refusal(call.caller, action, resource)} ${reason[side]}`)
}

function conditionsOf(
  call: Call,
  principal: { arn: string; accountId: string },
  key: Key | null,
  details: AccessDetails,
): ConditionContext {
  const conditions = callerConditions(principal, call.region)
  conditions.set('kms:calleraccount', [principal.accountId])
  if (key) {
    conditions.set('kms:keyspec', [key.spec])
    conditions.set('kms:keyusage', [key.usage])
    conditions.set('kms:keyorigin', ['AWS_KMS'])
    conditions.set('kms:multiregion', [String(key.primaryRegion !== null)])
    if (key.primaryRegion !== null) {
      conditions.set('kms:multiregionkeytype', [isReplica(key) ? 'REPLICA' : 'PRIMARY'])
      conditions.set('kms:primaryregion', [key.primaryRegion])
    }
    conditions.set('kms:resourcealiases', call.world.aliasesOf(key))
  }
  addDetails(conditions, details)
  return conditions
}

function callerConditions(principal: { arn: string; accountId: string }, region: string) {
  return new Map<string, string[]>([
    ['aws:principalarn', [principal.arn]],
    ['aws:principalaccount', [principal.accountId]],
    ['aws:principaltype', [principal.arn.includes(':user/') ? 'User' : 'AssumedRole']],
    ['aws:requestedregion', [region]],
    // The wire is plain HTTP on loopback, but it stands for one that is always TLS.
    ['aws:securetransport', ['true']],
    ['aws:viaawsservice', ['false']],
  ])
}

function addDetails(conditions: Map<string, string[]>, details: AccessDetails): void {
  if (details.alias) conditions.set('kms:requestalias', [details.alias])
  if (details.replicaRegion) conditions.set('kms:replicaregion', [details.replicaRegion])
  if (details.encryptionAlgorithm) conditions.set('kms:encryptionalgorithm', [details.encryptionAlgorithm])
  if (details.reEncryptOnSameKey !== undefined) {
    conditions.set('kms:reencryptonsamekey', [String(details.reEncryptOnSameKey)])
  }
  if (details.bypassPolicyLockoutSafetyCheck !== undefined) {
    conditions.set('kms:bypasspolicylockoutsafetycheck', [String(details.bypassPolicyLockoutSafetyCheck)])
  }
  const pairs = Object.entries(details.encryptionContext ?? {})
  if (pairs.length > 0)
    conditions.set(
      'kms:encryptioncontextkeys',
      pairs.map(([name]) => name),
    )
  for (const [name, value] of pairs) {
    const conditionKey = `kms:encryptioncontext:${name.toLowerCase()}`
    conditions.set(conditionKey, [...(conditions.get(conditionKey) ?? []), value])
  }
}
