import type { DeletedKey, KeyProperties, KeyRotationPolicy, KeyVaultKey } from '@azure/keyvault-keys'
import type { AzureKeyUrl } from '@/lib/domain/azure-key-url'
import { azureRotation } from '@/lib/domain/azure-rotation'
import type { KmsOutcome } from '@/lib/domain/kms-outcome'
import { KmsError } from '../kms-error'
import type { HiddenFact, RootKeyDescription, RootKeyVersion } from '../root-key'
import type { AzureOperation } from './classify'

/** The kinds of key that wrap the way we ask for, by where they lie. */
const FITTING_KINDS = { vault: ['RSA', 'RSA-HSM'], managed_hsm: ['oct-HSM'] } as const

/** A key as it was read: as it is, or as it was deleted. */
export interface ReadKey {
  key: KeyVaultKey | DeletedKey
  deleted: boolean
  /** Where the vault says that it is. */
  region: string | null
}

/** What else could be read of it; null where it may not be. */
export interface ReadFacts {
  rotationPolicy: KeyRotationPolicy | null
  versionsListed: boolean
}

/** The port's description of a key from Azure's. */
export function descriptionFrom(
  url: AzureKeyUrl,
  tenantId: string,
  { key, deleted, region }: ReadKey,
  { rotationPolicy, versionsListed }: ReadFacts,
): RootKeyDescription {
  const { properties, keyType = 'unknown', keyOperations = [] } = key
  const { createdOn = null, expiresOn = null, recoveryLevel } = properties
  const rotation = rotationPolicy && azureRotation(rotationPolicy, createdOn, expiresOn)
  const state = deleted ? 'Deleted' : stateOf(properties)
  return {
    keyId: url.id,
    region: region ?? 'unknown',
    accountId: tenantId,
    state,
    outcome: OUTCOME_BY_STATE[state],
    spec: specOf(key),
    fitsKind: FITTING_KINDS[url.kind].some((kind) => kind === keyType),
    usage: keyOperations.join(' ') || 'none',
    fitsUsage: ['wrapKey', 'unwrapKey'].every((operation) => keyOperations.includes(operation)),
    multiRegion: false,
    replicaRegions: [],
    origin: null,
    createdAt: createdOn,
    deletionAt: 'scheduledPurgeDate' in properties ? (properties.scheduledPurgeDate ?? null) : null,
    expiresAt: expiresOn,
    currentMaterialId: properties.version ?? null,
    rotationEnabled: rotation?.enabled ?? null,
    rotationPeriodDays: rotation?.periodDays ?? null,
    nextRotationAt: rotation?.nextAt ?? null,
    purgeProtected: recoveryLevel === undefined ? null : !recoveryLevel.includes('Purgeable'),
    hidden: hiddenFrom(rotationPolicy, versionsListed, recoveryLevel),
  }
}

type State = 'Enabled' | 'Disabled' | 'Expired' | 'NotYetValid' | 'Deleted'

const OUTCOME_BY_STATE: Record<State, KmsOutcome> = {
  Enabled: 'OK',
  Disabled: 'DISABLED',
  // Outside its dates a key wraps nothing, and unwraps what it wrapped.
  Expired: 'WRAP_BLOCKED',
  NotYetValid: 'WRAP_BLOCKED',
  Deleted: 'PENDING_DELETION',
}

function stateOf({ enabled, notBefore, expiresOn }: KeyProperties, now = new Date()): State {
  if (enabled === false) return 'Disabled'
  if (notBefore !== undefined && notBefore > now) return 'NotYetValid'
  return expiresOn !== undefined && expiresOn <= now ? 'Expired' : 'Enabled'
}

function specOf({ key, keyType = 'unknown' }: KeyVaultKey | DeletedKey): string {
  if (key?.n !== undefined) return `${keyType} ${key.n.length * 8}`
  return key?.crv === undefined ? keyType : `${keyType} ${key.crv}`
}

function hiddenFrom(
  rotationPolicy: KeyRotationPolicy | null,
  versionsListed: boolean,
  recoveryLevel: string | undefined,
): HiddenFact[] {
  const hidden: HiddenFact[] = []
  if (rotationPolicy === null) hidden.push('rotation')
  if (!versionsListed) hidden.push('versions')
  if (recoveryLevel === undefined) hidden.push('purge_protection')
  return hidden
}

/** One version of a key from its properties. Its dates don't keep it from unwrapping. */
export function versionFrom(properties: KeyProperties, currentVersion: string): RootKeyVersion {
  const { version = '', createdOn = null, expiresOn = null, enabled } = properties
  return {
    id: version,
    createdAt: createdOn,
    state: stateOf(properties),
    outcome: enabled === false ? 'DISABLED' : 'OK',
    current: version === currentVersion,
    expiresAt: expiresOn,
  }
}

/** Whether a refusal leaves open what it is: a look at the key says more. */
export function isAmbiguous({ outcome, errorName, operation }: KmsError): boolean {
  if (operation !== 'wrapKey' && operation !== 'unwrapKey') return false
  if (outcome === 'GONE' || outcome === 'MISCONFIGURED') return true
  return outcome === 'DENIED' && !EXPLICIT.has(errorName)
}

const EXPLICIT = new Set(['ForbiddenByRbac', 'ForbiddenByPolicy', 'AccessDenied', 'ForbiddenByFirewall'])

/**
 * The refusal with the class that a look at the key gives it. A look never turns a refusal into something that is
 * tolerated: an expired key explains why it does not wrap, and nothing else.
 */
export function explainedBy(refusal: KmsError, looked: RootKeyDescription): KmsError {
  const { errorName, requestId, operation } = refusal
  const outcome = explanation(looked, operation as AzureOperation)
  if (outcome === null) return refusal
  return new KmsError({ outcome, errorName, requestId, operation })
}

function explanation(looked: RootKeyDescription, operation: AzureOperation): KmsOutcome | null {
  if (looked.outcome === 'DISABLED' || looked.outcome === 'PENDING_DELETION') return looked.outcome
  if (!looked.fitsKind || !looked.fitsUsage) return 'MISCONFIGURED'
  return looked.outcome === 'WRAP_BLOCKED' && operation === 'wrapKey' ? 'WRAP_BLOCKED' : null
}
