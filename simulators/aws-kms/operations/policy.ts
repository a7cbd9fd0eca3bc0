import { z } from 'zod'
import { authorize, wouldAllow } from '../access'
import { rootArn } from '../arns'
import type { Call } from '../call'
import { limitExceeded, malformedPolicy, notFound } from '../errors'
import type { Key } from '../keys'
import { type Policy, PolicyError, parsePolicy } from '../policy/document'
import { unknownPrincipal } from '../policy/evaluate'
import { flag, keyId, operation, text } from './operation'

const POLICY_BYTES_MAX = 32_768

/** GetKeyPolicy. */
export const getKeyPolicy = operation(
  z.object({ KeyId: keyId, PolicyName: text(1, 128).default('default') }),
  (call, input) => {
    const key = call.ownKey(input.KeyId)
    authorize(call, 'kms:GetKeyPolicy', key)
    assertDefault(input.PolicyName)
    return { Policy: key.policy, PolicyName: 'default' }
  },
)

/** PutKeyPolicy. */
export const putKeyPolicy = operation(
  z.object({
    KeyId: keyId,
    PolicyName: text(1, 128).default('default'),
    Policy: text(1, 131_072),
    BypassPolicyLockoutSafetyCheck: flag,
  }),
  (call, input) => {
    const key = call.ownKey(input.KeyId)
    const bypassPolicyLockoutSafetyCheck = input.BypassPolicyLockoutSafetyCheck ?? false
    authorize(call, 'kms:PutKeyPolicy', key, { bypassPolicyLockoutSafetyCheck })
    assertDefault(input.PolicyName)
    assertKeyPolicy(call, key, input.Policy, bypassPolicyLockoutSafetyCheck)
    call.world.change(key, () => {
      key.policy = input.Policy
    })
    return {}
  },
  { readOnly: false },
)

/** ListKeyPolicies: every key has one policy, named default. */
export const listKeyPolicies = operation(z.object({ KeyId: keyId }), (call, input) => {
  const key = call.ownKey(input.KeyId)
  authorize(call, 'kms:ListKeyPolicies', key)
  return { PolicyNames: ['default'], Truncated: false }
})

function assertDefault(name: string): void {
  if (name !== 'default') throw notFound('No such policy exists')
}

/**
 * Refuses a policy that is wrong, names nobody, or would lock its editor out.
 * @throws KmsError MalformedPolicyDocumentException saying where; LimitExceededException over 32 KB
 */
export function assertKeyPolicy(call: Call, key: Key, policyText: string, bypassLockoutCheck: boolean): void {
  if (Buffer.byteLength(policyText) > POLICY_BYTES_MAX) {
    throw limitExceeded(`The key policy has more than ${POLICY_BYTES_MAX} bytes.`)
  }
  const policy = parseOrRefuse(policyText)
  const nobody = unknownPrincipal(policy, (arn) => call.world.principalExists(arn))
  if (nobody) {
    throw malformedPolicy(
      `Policy contains a statement with one or more invalid principals. ${nobody.label}: no account or principal here is "${nobody.principal}".`,
    )
  }
  if (!bypassLockoutCheck && !canStillEdit(call, key, policy)) {
    throw malformedPolicy('The new key policy will not allow you to update the key policy in the future.')
  }
}

function parseOrRefuse(policyText: string): Policy {
  try {
    return parsePolicy(policyText, 'key')
  } catch (error) {
    throw error instanceof PolicyError ? malformedPolicy(error.message) : error
  }
}

/** The console acts for the whole account: one of its principals, or the root itself, is enough. */
function canStillEdit(call: Call, key: Key, policy: Policy): boolean {
  const { caller, world } = call
  const everything = parsePolicy(
    '{"Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*"}}',
    'identity',
  )
  const editors =
    caller.policy === null
      ? [
          { arn: rootArn(caller.accountId), accountId: caller.accountId, policy: everything },
          ...(world.accounts.get(caller.accountId)?.principals ?? []),
        ]
      : [{ ...caller, policy: caller.policy }]
  return editors.some((editor) => wouldAllow(call, editor, 'kms:PutKeyPolicy', key, policy))
}
