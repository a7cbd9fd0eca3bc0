import { z } from 'zod'
import { authorize } from '../access'
import { keyArn } from '../arns'
import * as keys from '../keys'
import { seconds } from './describe-key'
import { integer, keyId, operation } from './operation'

const byKeyId = z.object({ KeyId: keyId })
const writes = { readOnly: false }

/** EnableKey. */
export const enableKey = operation(
  byKeyId,
  (call, input) => {
    const key = call.ownKey(input.KeyId)
    authorize(call, 'kms:EnableKey', key)
    call.world.change(key, () => keys.enable(key, call.world.clock.now()))
    return {}
  },
  writes,
)

/** DisableKey. */
export const disableKey = operation(
  byKeyId,
  (call, input) => {
    const key = call.ownKey(input.KeyId)
    authorize(call, 'kms:DisableKey', key)
    call.world.change(key, () => keys.disable(key))
    return {}
  },
  writes,
)

/** ScheduleKeyDeletion, 7 to 30 days ahead. */
export const scheduleKeyDeletion = operation(
  z.object({ KeyId: keyId, PendingWindowInDays: integer(7, 30).default(30) }),
  (call, input) => {
    const key = call.ownKey(input.KeyId)
    authorize(call, 'kms:ScheduleKeyDeletion', key)
    const now = call.world.clock.now()
    const hasReplicas = !keys.isReplica(key) && call.world.related(key).length > 1
    call.world.change(key, () => keys.scheduleDeletion(key, input.PendingWindowInDays, now, hasReplicas))
    return {
      KeyId: keyArn(key),
      KeyState: key.state,
      PendingWindowInDays: input.PendingWindowInDays,
      ...(key.deletionAt !== null && { DeletionDate: seconds(key.deletionAt) }),
    }
  },
  writes,
)

/** CancelKeyDeletion: the key is disabled afterwards. */
export const cancelKeyDeletion = operation(
  byKeyId,
  (call, input) => {
    const key = call.ownKey(input.KeyId)
    authorize(call, 'kms:CancelKeyDeletion', key)
    call.world.change(key, () => keys.cancelDeletion(key))
    return { KeyId: keyArn(key) }
  },
  writes,
)
