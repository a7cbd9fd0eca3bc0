import { randomUUID } from 'node:crypto'
import { equalBytes, randomKey } from '@/lib/crypto'
import {
  findingRow,
  outcomeRow,
  PREFLIGHT_CHECKS,
  type PreflightCheck,
  type PreflightRow,
  passedRow,
} from '@/lib/domain/preflight'
import { KmsError } from './kms-error'
import type { RootKey, RootKeyDescription, WrapContext, WrappedShare } from './root-key'

export interface PreflightResult {
  /** Whether the key may be linked: every check passed, apart from the information on rotation. */
  passed: boolean
  rows: PreflightRow[]
  description: RootKeyDescription | null
}

/**
 * Tries everything that a linked key has to do, and one thing it must not: work for another organization. Nothing is
 * stored. `onRow` hears of each row as it is decided. Throws only what is no answer of a KMS, such as an abort.
 */
export async function runPreflight(
  rootKey: RootKey,
  link: Pick<WrapContext, 'organization' | 'scope' | 'region'>,
  { onRow, signal }: { onRow?: (row: PreflightRow) => void; signal?: AbortSignal } = {},
): Promise<PreflightResult> {
  const rows = new Map<PreflightCheck, PreflightRow>()
  const report = (...found: PreflightRow[]): boolean => {
    for (const row of found) {
      rows.set(row.id, row)
      onRow?.(row)
    }
    return found.every(({ status }) => status === 'passed')
  }
  const context: WrapContext = { ...link, purpose: 'preflight', share: randomUUID() }

  const described = await attempt(() => rootKey.describe(signal))
  const fit = report(...describedRows(described))
  // Without a look at the key the rest can still be tried, so that its owner reads all that is missing at once.
  if (fit || refused(described)) await tryUse(rootKey, context, report, signal)
  report(rotationRow(described))
  for (const id of PREFLIGHT_CHECKS)
    if (!rows.has(id)) report(findingRow(id, 'skipped', 'check_failed_before'))

  const ordered = PREFLIGHT_CHECKS.flatMap((id) => rows.get(id) ?? [])
  const passed = ordered.every(({ id, status }) => id === 'rotation' || status === 'passed')
  return { passed, rows: ordered, description: described.ok ? described.value : null }
}

type Attempt<T> = { ok: true; value: T } | { ok: false; error: KmsError }

async function attempt<T>(call: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await call() }
  } catch (error) {
    if (error instanceof KmsError) return { ok: false, error }
    throw error
  }
}

const refused = (result: Attempt<unknown>): boolean => !result.ok && result.error.outcome === 'DENIED'

function describedRows(described: Attempt<RootKeyDescription>): PreflightRow[] {
  if (!described.ok) {
    const { outcome } = described.error
    if (outcome === 'GONE') return [passedRow('describe'), outcomeRow('present', outcome)]
    if (outcome === 'DENIED') return [findingRow('describe', 'failed', 'describe_denied')]
    return [outcomeRow('describe', outcome)]
  }
  const { fitsKind, fitsUsage, outcome } = described.value
  return [
    passedRow('describe'),
    passedRow('present'),
    fitsKind ? passedRow('symmetric') : findingRow('symmetric', 'failed', 'asymmetric_key'),
    fitsUsage ? passedRow('usage') : findingRow('usage', 'failed', 'wrong_usage'),
    outcome === 'OK' ? passedRow('enabled') : outcomeRow('enabled', outcome),
  ]
}

async function tryUse(
  rootKey: RootKey,
  context: WrapContext,
  report: (...rows: PreflightRow[]) => boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const share = randomKey()
  const wrapped = await attempt(() => rootKey.wrap(share, context, signal))
  if (!wrapped.ok) {
    const { operation } = wrapped.error
    // A wrap proves itself by an unwrap, so either half may be what failed.
    if (operation === 'Decrypt')
      report(passedRow('wrap'), refusalRow('unwrap', 'decrypt_denied', wrapped.error))
    else report(refusalRow('wrap', 'encrypt_denied', wrapped.error))
    return
  }
  report(passedRow('wrap'))
  const unwrapped = await attempt(() => rootKey.unwrap(wrapped.value, context, signal))
  if (!unwrapped.ok) return void report(refusalRow('unwrap', 'decrypt_denied', unwrapped.error))
  const same = equalBytes(unwrapped.value.share, share)
  if (!report(same ? passedRow('unwrap') : outcomeRow('unwrap', 'INTEGRITY'))) return
  report(await strangerRow(rootKey, context, wrapped.value, signal))
}

/** The policy itself has to refuse another organization, both ways; a mere failure to open is not a refusal. */
async function strangerRow(
  rootKey: RootKey,
  context: WrapContext,
  wrapped: WrappedShare,
  signal: AbortSignal | undefined,
): Promise<PreflightRow> {
  const stranger = { ...context, organization: randomUUID() }
  const results = await Promise.all([
    attempt(() => rootKey.wrap(randomKey(), stranger, signal)),
    attempt(() => rootKey.unwrap(wrapped, stranger, signal)),
  ])
  const [wrap] = results
  // A wrap that failed only when it was to be unwrapped again was let in to encrypt.
  const mayEncrypt = !wrap.ok && wrap.error.operation === 'Decrypt'
  const letIn = mayEncrypt || results.some((result) => result.ok || result.error.outcome === 'INTEGRITY')
  if (letIn) return findingRow('other_organization', 'failed', 'policy_not_conditioned')
  const undecided = results.find((result) => !refused(result))
  if (undecided === undefined || undecided.ok) return passedRow('other_organization')
  return outcomeRow('other_organization', undecided.error.outcome)
}

function refusalRow(
  id: PreflightCheck,
  finding: 'encrypt_denied' | 'decrypt_denied',
  { outcome }: KmsError,
): PreflightRow {
  return outcome === 'DENIED' ? findingRow(id, 'failed', finding) : outcomeRow(id, outcome)
}

function rotationRow(described: Attempt<RootKeyDescription>): PreflightRow {
  const enabled = described.ok ? described.value.rotationEnabled : null
  if (enabled === null) return findingRow('rotation', 'unknown', 'rotation_unknown')
  return passedRow('rotation', enabled ? 'rotation_on' : 'rotation_off')
}
