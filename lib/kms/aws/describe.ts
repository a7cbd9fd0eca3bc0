import type { GetKeyRotationStatusResponse, KeyMetadata } from '@aws-sdk/client-kms'
import type { AwsKeyArn } from '@/lib/domain/aws-arn'
import { type KmsOutcome, toleranceOf } from '@/lib/domain/kms-outcome'
import { KmsError } from '../kms-error'
import type { RootKeyDescription } from '../root-key'

/** What each state of a key means for its use (KMS developer guide, "Key states of AWS KMS keys"). */
const OUTCOME_BY_STATE: ReadonlyMap<string, KmsOutcome> = new Map<string, KmsOutcome>([
  ['Enabled', 'OK'],
  ['Updating', 'OK'],
  ['Disabled', 'DISABLED'],
  ['PendingDeletion', 'PENDING_DELETION'],
  ['PendingReplicaDeletion', 'PENDING_DELETION'],
  ['PendingImport', 'MATERIAL_MISSING'],
  ['Creating', 'MISCONFIGURED'],
  // A custom key store that is cut off: an outage as far as anybody can tell.
  ['Unavailable', 'UNREACHABLE'],
])

/** The port's description of a key from AWS's; the rotation is null where it may not be asked. */
export function descriptionFrom(
  key: AwsKeyArn,
  metadata: KeyMetadata,
  rotation: GetKeyRotationStatusResponse | null,
): RootKeyDescription {
  const state = metadata.KeyState ?? 'Unknown'
  return {
    keyId: key.arn,
    region: key.region,
    accountId: key.accountId,
    state,
    outcome: OUTCOME_BY_STATE.get(state) ?? 'UNKNOWN',
    spec: metadata.KeySpec ?? 'unknown',
    fitsKind: metadata.KeySpec === 'SYMMETRIC_DEFAULT',
    usage: metadata.KeyUsage ?? 'unknown',
    fitsUsage: metadata.KeyUsage === 'ENCRYPT_DECRYPT',
    multiRegion: metadata.MultiRegion ?? false,
    replicaRegions: replicaRegions(key, metadata),
    origin: metadata.Origin ?? null,
    createdAt: metadata.CreationDate ?? null,
    deletionAt: metadata.DeletionDate ?? null,
    expiresAt: metadata.ValidTo ?? null,
    currentMaterialId: metadata.CurrentKeyMaterialId ?? null,
    rotationEnabled: rotation?.KeyRotationEnabled ?? null,
    rotationPeriodDays: rotation?.RotationPeriodInDays ?? null,
    nextRotationAt: rotation?.NextRotationDate ?? null,
    // Deletion waits 7 to 30 days and can be cancelled; no key of AWS can be purged at once.
    purgeProtected: true,
    hidden: rotation === null ? ['rotation', 'versions'] : ['versions'],
  }
}

function replicaRegions(key: AwsKeyArn, { MultiRegionConfiguration }: KeyMetadata): string[] {
  const { PrimaryKey, ReplicaKeys = [] } = MultiRegionConfiguration ?? {}
  const regions = [PrimaryKey, ...ReplicaKeys].flatMap((related) => related?.Region ?? [])
  return regions.filter((region) => region !== key.region)
}

/** Whether a refusal leaves open what it is: the state of the key says more. */
export function isAmbiguous({ errorName }: KmsError): boolean {
  return ['AccessDeniedException', 'DisabledException', 'KMSInvalidStateException'].includes(errorName)
}

/**
 * The refusal with the class that the key's state gives it. A state never turns a refusal into something that is
 * tolerated, but for the one error that AWS raises for an outage of a custom key store too.
 */
export function explainedBy(refusal: KmsError, state: KmsOutcome): KmsError {
  const tolerated = toleranceOf(state) !== 'stop'
  const mayBeOutage = refusal.errorName === 'KMSInvalidStateException' && state === 'UNREACHABLE'
  if (tolerated && !mayBeOutage) return refusal
  const { errorName, requestId, operation } = refusal
  return new KmsError({ outcome: state, errorName, requestId, operation })
}
