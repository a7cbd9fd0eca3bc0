import { z } from 'zod'
import { authorize, authorizeAccount } from '../access'
import { isRegion, keyArn } from '../arns'
import type { Call } from '../call'
import { KmsError, unsupported, validation } from '../errors'
import { assertEnabled, defaultKeyPolicy, isReplica, type Key, makeReplica } from '../keys'
import { metadata } from './describe-key'
import { flag, keyId, operation, text } from './operation'
import { assertKeyPolicy } from './policy'

const region = text(1, 32)
const writes = { readOnly: false }

/** ReplicateKey: of a primary key, into a region that has none of its replicas. Done at once here. */
export const replicateKey = operation(
  z.object({
    KeyId: keyId,
    ReplicaRegion: region,
    Policy: text(1, 131_072).optional(),
    BypassPolicyLockoutSafetyCheck: flag,
    Description: text(0, 8192).default(''),
    Tags: z.array(z.unknown()).max(50).optional(),
  }),
  (call, input) => {
    const primary = primaryOf(call, input.KeyId, 'kms:ReplicateKey', input.ReplicaRegion)
    assertEnabled(primary)
    authorizeAccount(call, 'kms:CreateKey')
    if (call.world.find(input.ReplicaRegion, primary.id)) {
      throw new KmsError('AlreadyExistsException', `There is a key ${primary.id} in ${input.ReplicaRegion}.`)
    }
    // Without a policy it gets the account's default, not the one of its primary: so it is in the cloud.
    const policy = input.Policy ?? defaultKeyPolicy(primary.accountId)
    const given = { region: input.ReplicaRegion, description: input.Description, policy }
    const replica = makeReplica(primary, given, call.world.clock.now())
    assertKeyPolicy(call, replica, policy, input.BypassPolicyLockoutSafetyCheck ?? false)
    call.world.add(replica)
    call.touched.add(replica)
    return { ReplicaKeyMetadata: metadata(call.world, replica), ReplicaPolicy: policy }
  },
  writes,
)

/** UpdatePrimaryRegion: makes one of the replicas the primary key. */
export const updatePrimaryRegion = operation(
  z.object({ KeyId: keyId, PrimaryRegion: region }),
  (call, input) => {
    const primary = primaryOf(call, input.KeyId, 'kms:UpdatePrimaryRegion', input.PrimaryRegion)
    const next = call.world.find(input.PrimaryRegion, primary.id)
    if (!next || next === primary) {
      throw unsupported(`${keyArn(primary)} has no replica in ${input.PrimaryRegion}.`)
    }
    authorize(call, 'kms:UpdatePrimaryRegion', next)
    for (const key of [primary, next]) assertEnabled(key)
    call.touched.add(next)
    for (const key of call.world.related(primary)) key.primaryRegion = next.region
    return {}
  },
  writes,
)

function primaryOf(call: Call, id: string, action: string, otherRegion: string): Key {
  const key = call.ownKey(id)
  authorize(call, action, key, { replicaRegion: otherRegion })
  if (!isRegion(otherRegion)) throw validation(`${otherRegion} is not a region.`)
  if (key.primaryRegion === null) throw unsupported(`${keyArn(key)} is not a multi-Region key.`)
  if (isReplica(key)) throw unsupported(`${keyArn(key)} is not a multi-Region primary key.`)
  return key
}
