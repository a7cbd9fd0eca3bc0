import { createKey } from './create-key'
import { decrypt } from './decrypt'
import { describeKey } from './describe-key'
import { encrypt } from './encrypt'
import { generateDataKey, generateDataKeyWithoutPlaintext } from './generate-data-key'
import { cancelKeyDeletion, disableKey, enableKey, scheduleKeyDeletion } from './lifecycle'
import { createAlias, listAliases, listKeys, updateAlias } from './listing'
import { replicateKey, updatePrimaryRegion } from './multi-region'
import type { Operation } from './operation'
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from './policy'
import { reEncrypt } from './re-encrypt'
import {
  disableKeyRotation,
  enableKeyRotation,
  getKeyRotationStatus,
  listKeyRotations,
  rotateKeyOnDemand,
} from './rotation'

/** Every operation of the simulator by the name it has on the wire. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ['CancelKeyDeletion', cancelKeyDeletion],
  ['CreateAlias', createAlias],
  ['CreateKey', createKey],
  ['Decrypt', decrypt],
  ['DescribeKey', describeKey],
  ['DisableKey', disableKey],
  ['DisableKeyRotation', disableKeyRotation],
  ['EnableKey', enableKey],
  ['EnableKeyRotation', enableKeyRotation],
  ['Encrypt', encrypt],
  ['GenerateDataKey', generateDataKey],
  ['GenerateDataKeyWithoutPlaintext', generateDataKeyWithoutPlaintext],
  ['GetKeyPolicy', getKeyPolicy],
  ['GetKeyRotationStatus', getKeyRotationStatus],
  ['ListAliases', listAliases],
  ['ListKeyPolicies', listKeyPolicies],
  ['ListKeyRotations', listKeyRotations],
  ['ListKeys', listKeys],
  ['PutKeyPolicy', putKeyPolicy],
  ['ReEncrypt', reEncrypt],
  ['ReplicateKey', replicateKey],
  ['RotateKeyOnDemand', rotateKeyOnDemand],
  ['ScheduleKeyDeletion', scheduleKeyDeletion],
  ['UpdateAlias', updateAlias],
  ['UpdatePrimaryRegion', updatePrimaryRegion],
])
