import { daysUntil, EXPIRY_DAYS } from '@/lib/domain/key-dates'
import type { PreflightRow } from '@/lib/domain/preflight'
import { type Attempt, attempt } from './attempt'
import type { Preflight } from './preflight-parts'
import type { RootKeyDescription } from './root-key'

/** What nobody needs who only uses a key: with one of these we could delete or administer it. */
const ADMINISTRATION = [
  'cloudkms.cryptoKeys.update',
  'cloudkms.cryptoKeys.setIamPolicy',
  'cloudkms.cryptoKeyVersions.create',
  'cloudkms.cryptoKeyVersions.update',
  'cloudkms.cryptoKeyVersions.destroy',
  'cloudkms.cryptoKeyVersions.restore',
]

/** The rows that a look at the key decides, and whether it may be tried now. */
export function describedRows(
  preflight: Preflight,
  described: Attempt<RootKeyDescription>,
): { rows: PreflightRow[]; usable: boolean } {
  const { make } = preflight
  if (!described.ok) {
    const { outcome } = described.error
    if (outcome === 'GONE') {
      return { rows: [make.passed('describe'), make.outcome('present', outcome)], usable: false }
    }
    const denied = outcome === 'DENIED'
    const row = denied
      ? make.found('describe', 'failed', 'describe_denied')
      : make.outcome('describe', outcome)
    return { rows: [row], usable: false }
  }
  const { value } = described
  // Google tells of a key's use alone what it may be used for, and nothing of what it is.
  if (isHidden(value)) return { rows: [make.found('describe', 'failed', 'describe_denied')], usable: true }
  const decisive = [
    make.passed('describe'),
    make.passed('present'),
    value.fitsKind ? make.passed('symmetric') : make.found('symmetric', 'failed', 'wrong_kind'),
    value.fitsUsage ? make.passed('usage') : make.found('usage', 'failed', 'wrong_usage'),
    enabledRow(preflight, value),
    notBeforeRow(preflight, value),
  ]
  const usable = decisive.every(({ status }) => status === 'passed') && value.outcome === 'OK'
  const rest = [regionRow(preflight, value), expiryRow(preflight, value), protectionRow(preflight, value)]
  return { rows: [...decisive, ...rest], usable }
}

const isHidden = ({ hidden, state }: RootKeyDescription) =>
  state === 'UNKNOWN' && hidden.includes('purge_protection') && hidden.includes('versions')

/** Outside its dates a key is enabled and wraps nothing: the dates have rows of their own. */
function enabledRow({ make }: Preflight, { outcome, state }: RootKeyDescription): PreflightRow {
  const byDate = state === 'Expired' || state === 'NotYetValid'
  return outcome === 'OK' || byDate ? make.passed('enabled') : make.outcome('enabled', outcome)
}

function notBeforeRow({ make }: Preflight, { state }: RootKeyDescription): PreflightRow {
  return state === 'NotYetValid'
    ? make.found('not_before', 'failed', 'not_yet_valid')
    : make.passed('not_before')
}

function regionRow({ make, options: { regions = [] } }: Preflight, { region }: RootKeyDescription) {
  if (regions.length === 0 || regions.includes(region)) return make.passed('region', 'region_offered')
  return region === 'unknown'
    ? make.found('region', 'unknown', 'region_unknown')
    : make.found('region', 'failed', 'region_not_offered')
}

function expiryRow({ make, options: { now = new Date() } }: Preflight, value: RootKeyDescription) {
  const { expiresAt, nextRotationAt } = value
  if (expiresAt === null) return make.passed('expiry', 'no_expiry')
  if (expiresAt <= now) return make.found('expiry', 'failed', 'expired')
  if (daysUntil(expiresAt, now) > EXPIRY_DAYS) return make.passed('expiry', 'expires_later')
  const isRenewed = value.rotationEnabled === true && nextRotationAt !== null && nextRotationAt < expiresAt
  return isRenewed
    ? make.passed('expiry', 'renews_before_expiry')
    : make.found('expiry', 'failed', 'expires_soon')
}

function protectionRow({ make }: Preflight, { purgeProtected }: RootKeyDescription): PreflightRow {
  if (purgeProtected === null) return make.found('purge_protection', 'unknown', 'protection_unknown')
  return purgeProtected
    ? make.passed('purge_protection', 'protected')
    : make.found('purge_protection', 'failed', 'purgeable')
}

/** For information only, whatever came of the look; that nobody answered says nothing of rotation. */
export function rotationRow({ make }: Preflight, described: Attempt<RootKeyDescription>): PreflightRow {
  if (!described.ok && described.error.retryable) return make.outcome('rotation', described.error.outcome)
  const enabled = described.ok ? described.value.rotationEnabled : null
  if (enabled === null) return make.found('rotation', 'unknown', 'rotation_unknown')
  return make.passed('rotation', enabled ? 'rotation_on' : 'rotation_off')
}

/** Whether we could delete or administer the key: Google tells, AWS lets no other account, and Azure doesn't say. */
export async function administrationRow({ rootKey, make, options }: Preflight): Promise<PreflightRow> {
  const id = 'no_administration'
  if (make.cloud === 'aws' && !options.asStranger) return make.passed(id, 'no_outside_administration')
  if (!rootKey.testPermissions) return make.found(id, 'unknown', 'administration_unknown')
  const granted = await attempt(async () => await rootKey.testPermissions?.(ADMINISTRATION, options.signal))
  if (!granted.ok) {
    // Nothing to use is nothing to administer; the rows on its use say that it is refused.
    const denied = granted.error.outcome === 'DENIED'
    return denied
      ? make.found(id, 'unknown', 'administration_unknown')
      : make.outcome(id, granted.error.outcome)
  }
  const none = (granted.value ?? []).length === 0
  return none ? make.passed(id, 'only_use_granted') : make.found(id, 'failed', 'may_administer')
}
