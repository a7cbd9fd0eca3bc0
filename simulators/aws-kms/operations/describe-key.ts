import { z } from 'zod'
import { authorize } from '../access'
import { keyArn } from '../arns'
import { currentMaterial, isReplica, type Key } from '../keys'
import type { World } from '../world'
import { grantTokens, keyId, operation } from './operation'

/** DescribeKey: answers in every state of the key. */
export const describeKey = operation(z.object({ KeyId: keyId, GrantTokens: grantTokens }), (call, input) => {
  const { key, alias } = call.key(input.KeyId, true)
  authorize(call, 'kms:DescribeKey', key, { alias })
  return { KeyMetadata: metadata(call.world, key) }
})

const RSA_SIGNING = ['PKCS1_V1_5', 'PSS'].flatMap((padding) =>
  ['256', '384', '512'].map((bits) => `RSASSA_${padding}_SHA_${bits}`),
)

/** A point in time as the JSON protocol writes it: seconds since the epoch. */
export const seconds = (ms: number): number => ms / 1000

/** The KeyMetadata structure of a key. */
export function metadata(world: World, key: Key): object {
  const material = currentMaterial(key)
  return {
    AWSAccountId: key.accountId,
    KeyId: key.id,
    Arn: keyArn(key),
    CreationDate: seconds(key.createdAt),
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.state,
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: key.spec,
    KeySpec: key.spec,
    ...multiRegion(world, key),
    ...algorithms(key),
    ...(key.deletionAt !== null && { DeletionDate: seconds(key.deletionAt) }),
    ...(material && { CurrentKeyMaterialId: material.id }),
  }
}

function multiRegion(world: World, key: Key): object {
  if (key.primaryRegion === null) return { MultiRegion: false }
  const [primary = key, ...replicas] = world.related(key)
  const named = (related: Key) => ({ Arn: keyArn(related), Region: related.region })
  return {
    MultiRegion: true,
    MultiRegionConfiguration: {
      MultiRegionKeyType: isReplica(key) ? 'REPLICA' : 'PRIMARY',
      PrimaryKey: named(primary),
      ReplicaKeys: replicas.map(named),
    },
  }
}

function algorithms({ spec, usage }: Key): object {
  if (spec === 'SYMMETRIC_DEFAULT') return { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] }
  if (spec === 'HMAC_256') return { MacAlgorithms: ['HMAC_SHA_256'] }
  if (spec === 'ECC_NIST_P256') return { SigningAlgorithms: ['ECDSA_SHA_256'] }
  if (usage === 'SIGN_VERIFY') return { SigningAlgorithms: RSA_SIGNING }
  return { EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] }
}
