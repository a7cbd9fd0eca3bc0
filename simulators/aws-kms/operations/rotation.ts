import { z } from 'zod'
import { authorize } from '../access'
import { keyArn } from '../arns'
import { unsupported } from '../errors'
import * as keys from '../keys'
import { seconds } from './describe-key'
import { integer, keyId, oneOf, operation, text } from './operation'
import { page } from './paging'

const byKeyId = z.object({ KeyId: keyId })
const writes = { readOnly: false }

/** GetKeyRotationStatus: from another account too, by key id or ARN only. */
export const getKeyRotationStatus = operation(byKeyId, (call, input) => {
  const { key } = call.key(input.KeyId, false)
  authorize(call, 'kms:GetKeyRotationStatus', key)
  assertSymmetric(key)
  const { enabled, periodInDays, nextAt } = key.rotation
  const on = enabled && key.state !== 'PendingDeletion'
  return {
    KeyId: keyArn(key),
    KeyRotationEnabled: on,
    ...(on && { RotationPeriodInDays: periodInDays }),
    ...(on && nextAt !== null && { NextRotationDate: seconds(nextAt) }),
  }
})

/** EnableKeyRotation, each 90 to 2560 days. */
export const enableKeyRotation = operation(
  z.object({ KeyId: keyId, RotationPeriodInDays: integer(90, 2560).default(365) }),
  (call, input) => {
    const key = call.ownKey(input.KeyId)
    authorize(call, 'kms:EnableKeyRotation', key)
    assertSymmetric(key)
    keys.assertEnabled(key)
    assertPrimary(key)
    keys.setRotation(key, true, input.RotationPeriodInDays, call.world.clock.now())
    call.world.shareMaterial(key)
    return {}
  },
  writes,
)

/** DisableKeyRotation. */
export const disableKeyRotation = operation(
  byKeyId,
  (call, input) => {
    const key = call.ownKey(input.KeyId)
    authorize(call, 'kms:DisableKeyRotation', key)
    assertSymmetric(key)
    keys.assertEnabled(key)
    assertPrimary(key)
    keys.setRotation(key, false, key.rotation.periodInDays, call.world.clock.now())
    call.world.shareMaterial(key)
    return {}
  },
  writes,
)

/** RotateKeyOnDemand: done at once here, where the cloud takes minutes. */
export const rotateKeyOnDemand = operation(
  byKeyId,
  (call, input) => {
    const key = call.ownKey(input.KeyId)
    authorize(call, 'kms:RotateKeyOnDemand', key)
    assertSymmetric(key)
    keys.assertEnabled(key)
    assertPrimary(key)
    keys.rotateOnDemand(key, call.world.clock.now())
    call.world.shareMaterial(key)
    return { KeyId: keyArn(key) }
  },
  writes,
)

/** ListKeyRotations: for the key's own account only. */
export const listKeyRotations = operation(
  z.object({
    KeyId: keyId,
    IncludeKeyMaterial: oneOf(['ALL_KEY_MATERIAL', 'ROTATIONS_ONLY']).default('ROTATIONS_ONLY'),
    Limit: integer(1, 1000).default(100),
    Marker: text(1, 1024).optional(),
  }),
  (call, input) => {
    const key = call.ownKey(input.KeyId)
    authorize(call, 'kms:ListKeyRotations', key)
    assertSymmetric(key)
    const current = keys.currentMaterial(key)
    const rotations = key.materials
      .filter(({ origin }) => origin !== 'CREATED' || input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL')
      .map((material) => ({
        KeyId: keyArn(key),
        KeyMaterialId: material.id,
        KeyMaterialState: material === current ? 'CURRENT' : 'NON_CURRENT',
        ...(material.origin !== 'CREATED' && {
          RotationDate: seconds(material.createdAt),
          RotationType: material.origin,
        }),
      }))
    return page('Rotations', rotations, input)
  },
)

/** Rotation is the primary's: its replicas follow. */
function assertPrimary(key: keys.Key): void {
  if (keys.isReplica(key)) throw unsupported(`${keyArn(key)} is a replica key: rotate its primary key.`)
}

function assertSymmetric(key: keys.Key): void {
  if (key.spec !== 'SYMMETRIC_DEFAULT') {
    throw unsupported(`${keyArn(key)} is a ${key.spec} key, which can't be rotated.`)
  }
}
