import { randomUUID } from 'node:crypto'
import { equalBytes, randomKey } from '@/lib/crypto'
import type { PreflightRow } from '@/lib/domain/preflight'
import { RowMaker } from '@/lib/domain/preflight'
import { checksFor, cloudOfProvider, mayLink, type PreflightCheck } from '@/lib/domain/preflight-checks'
import { type Attempt, attempt, refused } from './attempt'
import type { KmsError } from './kms-error'
import { administrationRow, describedRows, rotationRow } from './preflight-look'
import type { Preflight, PreflightOptions } from './preflight-parts'
import { strangerRow } from './preflight-stranger'
import type { RootKey, RootKeyDescription, WrapContext } from './root-key'

export interface PreflightResult {
  /** Whether the key may be linked: every check that has to passed (`PREFLIGHT_NEEDS`). */
  passed: boolean
  rows: PreflightRow[]
  description: RootKeyDescription | null
}

/**
 * Tries everything that a linked key has to do, and what it must not: work for another organization, or let us
 * administer it. What doesn't need another check's answer runs beside it. Nothing is stored. Throws only what is no
 * answer of a KMS, such as an abort.
 */
export async function runPreflight(
  rootKey: RootKey,
  link: Pick<WrapContext, 'organization' | 'scope' | 'region'>,
  options: PreflightOptions = {},
): Promise<PreflightResult> {
  const cloud = cloudOfProvider(rootKey.provider)
  const make = new RowMaker(cloud)
  const checks = checksFor(cloud)
  const rows = new Map<PreflightCheck, PreflightRow>()
  const report = (...found: PreflightRow[]): boolean => {
    for (const row of found.filter(({ id }) => checks.includes(id))) {
      rows.set(row.id, row)
      options.onRow?.(row)
    }
    return found.every(({ status }) => status === 'passed')
  }
  const context: WrapContext = { ...link, purpose: 'preflight', share: randomUUID() }
  const preflight: Preflight = { rootKey, make, context, options, report }

  const [description] = await Promise.all([
    lookThenUse(preflight),
    administrationRow(preflight).then((row) => report(row)),
  ])
  for (const id of checks) if (!rows.has(id)) report(make.found(id, 'skipped', 'check_failed_before'))
  const ordered = checks.flatMap((id) => rows.get(id) ?? [])
  return { passed: mayLink(cloud, ordered), rows: ordered, description }
}

/** A key of the wrong kind or state is not tried: its owner's log stays free of calls that can't succeed. */
async function lookThenUse(preflight: Preflight): Promise<RootKeyDescription | null> {
  const { rootKey, options, report } = preflight
  const described = await attempt(() => rootKey.describe(options.signal))
  const { rows, usable } = describedRows(preflight, described)
  report(...rows, rotationRow(preflight, described))
  // Without a look at the key the rest can still be tried, so that its owner reads all that is missing at once.
  if (usable || refused(described)) await tryUse(preflight)
  return described.ok ? described.value : null
}

const UNWRAPS = ['Decrypt', 'unwrapKey']

async function tryUse(preflight: Preflight): Promise<void> {
  const { rootKey, make, context, options, report } = preflight
  const share = randomKey()
  const wrapped = await attempt(() => rootKey.wrap(share, context, options.signal))
  if (!wrapped.ok) return void report(...failedWrap(preflight, wrapped.error))
  report(make.passed('wrap'))
  const [unwrapped] = await Promise.all([
    attempt(() => rootKey.unwrap(wrapped.value, context, options.signal)),
    strangerRow(preflight, wrapped.value).then((row) => report(row)),
  ])
  if (!unwrapped.ok) return void report(...failedUnwrap(preflight, unwrapped))
  const same = equalBytes(unwrapped.value.share, share)
  unwrapped.value.share.fill(0)
  report(make.passed('unwrap'), same ? make.passed('round_trip') : make.outcome('round_trip', 'INTEGRITY'))
}

/** A wrap proves itself by an unwrap, so either half may be what failed. */
function failedWrap(preflight: Preflight, error: KmsError): PreflightRow[] {
  const { make } = preflight
  if (UNWRAPS.includes(error.operation)) {
    return [make.passed('wrap'), ...failedUnwrap(preflight, { ok: false, error })]
  }
  const denied = error.outcome === 'DENIED'
  return [denied ? make.found('wrap', 'failed', 'encrypt_denied') : make.outcome('wrap', error.outcome)]
}

/** What came back but was not what had been wrapped did come back. */
function failedUnwrap({ make }: Preflight, { error }: Attempt<never> & { ok: false }): PreflightRow[] {
  const { outcome, errorName } = error
  if (errorName === 'RoundTripMismatch') return [make.passed('unwrap'), make.outcome('round_trip', outcome)]
  if (outcome === 'DENIED') return [make.found('unwrap', 'failed', 'decrypt_denied')]
  return [make.outcome('unwrap', outcome)]
}
