import { z } from 'zod'
import { authorizeAccount } from '../access'
import { limitExceeded, unsupported, validation } from '../errors'
import { defaultKeyPolicy, KEY_KINDS, KEY_SPECS, KEY_USAGES, makeKey } from '../keys'
import { metadata } from './describe-key'
import { flag, oneOf, operation, text } from './operation'
import { assertKeyPolicy } from './policy'

/** Far beyond any test's need; keeps the state file from growing without end. */
const KEYS_MAX = 10_000

const schema = z.object({
  Policy: text(1, 131_072).optional(),
  Description: text(0, 8192).default(''),
  KeyUsage: oneOf(KEY_USAGES).default('ENCRYPT_DECRYPT'),
  KeySpec: oneOf(KEY_SPECS).optional(),
  CustomerMasterKeySpec: oneOf(KEY_SPECS).optional(),
  Origin: oneOf(['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE']).default('AWS_KMS'),
  MultiRegion: flag,
  BypassPolicyLockoutSafetyCheck: flag,
  Tags: z.array(z.unknown()).max(50, 'Member must have length less than or equal to 50').optional(),
})

/** CreateKey, in the caller's account and the region of its signature. Tags are taken and forgotten. */
export const createKey = operation(
  schema,
  (call, input) => {
    authorizeAccount(call, 'kms:CreateKey')
    if (input.Origin !== 'AWS_KMS') throw unsupported(`Origin ${input.Origin} is not part of this simulator.`)
    const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'
    if (!KEY_KINDS.some((kind) => kind.spec === spec && kind.usage === input.KeyUsage)) {
      throw validation(`KeyUsage ${input.KeyUsage} is not compatible with KeySpec ${spec}`)
    }
    const { accountId } = call.caller
    if (call.world.keyCount >= KEYS_MAX) throw limitExceeded(`There are ${KEYS_MAX} keys already.`)
    const policy = input.Policy ?? defaultKeyPolicy(accountId)
    const given = { accountId, region: call.region, description: input.Description, spec, policy }
    const multiRegion = input.MultiRegion ?? false
    const key = makeKey({ ...given, usage: input.KeyUsage }, multiRegion, call.world.clock.now())
    assertKeyPolicy(call, key, policy, input.BypassPolicyLockoutSafetyCheck ?? false)
    call.world.add(key)
    call.touched.add(key)
    return { KeyMetadata: metadata(call.world, key) }
  },
  { readOnly: false },
)
