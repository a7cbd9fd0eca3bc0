import type { GoogleKeyName } from '@/lib/domain/google-key-name'
import { type KmsOutcome, toleranceOf } from '@/lib/domain/kms-outcome'
import { KmsError } from '../kms-error'
import type { RootKeyDescription, RootKeyVersion } from '../root-key'
import type { KeyAnswer, VersionAnswer } from './answers'
import { outcomeOfState } from './states'

const DAY_S = 86_400
const ASYMMETRIC = ['ASYMMETRIC_SIGN', 'ASYMMETRIC_DECRYPT', 'KEY_ENCAPSULATION']

/** What holds for a key of which nothing could be read. */
export function hiddenDescription(key: GoogleKeyName): RootKeyDescription {
  return {
    keyId: key.id,
    region: key.location,
    accountId: key.project,
    state: 'UNKNOWN',
    // Its use is granted; what kind of key it is, only its use can tell.
    outcome: 'OK',
    spec: 'unknown',
    fitsKind: true,
    usage: 'unknown',
    fitsUsage: true,
    multiRegion: !key.location.includes('-'),
    replicaRegions: [],
    origin: null,
    createdAt: null,
    deletionAt: null,
    expiresAt: null,
    currentMaterialId: null,
    rotationEnabled: null,
    rotationPeriodDays: null,
    nextRotationAt: null,
    purgeProtected: null,
    hidden: ['rotation', 'versions', 'purge_protection'],
  }
}

/**
 * The port's description of a key from Google's. `versions`: null where they may not be listed; needed only for a
 * key whose primary version can't be used.
 */
export function descriptionFrom(
  key: GoogleKeyName,
  answer: KeyAnswer,
  versions: VersionAnswer[] | null,
): RootKeyDescription {
  const { purpose, primary, versionTemplate, rotationPeriod, nextRotationTime } = answer
  const rotates = rotationPeriod !== null && nextRotationTime !== null
  return {
    ...hiddenDescription(key),
    state: primary?.state ?? 'NO_PRIMARY',
    outcome: outcomeOfKey(answer, versions),
    spec: versionTemplate?.algorithm ?? 'unknown',
    fitsKind: !ASYMMETRIC.includes(purpose),
    usage: purpose,
    fitsUsage: purpose === 'ENCRYPT_DECRYPT',
    origin: versionTemplate?.protectionLevel ?? null,
    createdAt: answer.createTime,
    deletionAt: primary?.state === 'DESTROY_SCHEDULED' ? primary.destroyTime : null,
    currentMaterialId: primary ? versionNumber(primary.name) : null,
    rotationEnabled: rotates,
    rotationPeriodDays: rotates ? Math.round(rotationPeriod / DAY_S) : null,
    nextRotationAt: rotates ? nextRotationTime : null,
    // Whoever destroys a version, it can be restored for that long; the time was fixed when the key was made.
    purgeProtected: answer.destroyScheduledDuration === null ? null : answer.destroyScheduledDuration > 0,
    hidden: [],
  }
}

/** No version is the key: with its primary away, what an older one wrapped may still open. */
function outcomeOfKey({ purpose, primary }: KeyAnswer, versions: VersionAnswer[] | null): KmsOutcome {
  if (purpose !== 'ENCRYPT_DECRYPT') return 'MISCONFIGURED'
  const outcome = primary ? stateOf(primary) : 'MATERIAL_MISSING'
  if (outcome === 'OK') return 'OK'
  return versions?.some(({ state }) => state === 'ENABLED') ? 'WRAP_BLOCKED' : outcome
}

/** Every version as the port shows it, newest first. */
export function versionsFrom(versions: VersionAnswer[], currentId: string | null): RootKeyVersion[] {
  const shown = versions.map((version) => ({
    id: versionNumber(version.name),
    createdAt: version.createTime,
    state: version.state,
    outcome: stateOf(version),
    current: versionNumber(version.name) === currentId,
    expiresAt: version.destroyTime,
  }))
  return shown.sort((a, b) => Number(b.id) - Number(a.id))
}

export const stateOf = ({ state, reimportEligible }: VersionAnswer): KmsOutcome =>
  outcomeOfState(state, reimportEligible ?? false)

/** The number at the end of a version's full name: versions of a key are told apart by it alone. */
export const versionNumber = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

/** Whether it can be the number of a version. What is stored may have been meddled with. */
export const isVersionNumber = (text: string): boolean => /^[1-9]\d{0,9}$/.test(text)

/** Whether a refusal leaves open what it is: the state of the version says more. */
export const isAmbiguous = ({ outcome }: KmsError): boolean =>
  ['DENIED', 'DISABLED', 'GONE', 'PENDING_DELETION', 'MATERIAL_MISSING'].includes(outcome)

/**
 * The refusal with the class that the state gives it. A state never turns a refusal into something that is tolerated,
 * but for the one where the primary version is away and older ones still open what they wrapped.
 */
export function explainedBy(refusal: KmsError, state: KmsOutcome): KmsError {
  const { errorName, requestId, operation } = refusal
  const byState = errorName.startsWith('KEY_') || errorName === 'FAILED_PRECONDITION'
  const opensOnly = state === 'WRAP_BLOCKED' && operation === 'Encrypt' && byState
  if (toleranceOf(state) !== 'stop' && !opensOnly) return refusal
  return new KmsError({ outcome: state, errorName, requestId, operation })
}
