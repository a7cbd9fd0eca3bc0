import { randomUUID } from 'node:crypto'
import { randomKey } from '@/lib/crypto'
import type { PreflightRow } from '@/lib/domain/preflight'
import { attempt, refused } from './attempt'
import type { Preflight } from './preflight-parts'
import type { RootKey, WrappedShare } from './root-key'

/**
 * That the key refuses another organization. At Azure and Google each organization has an identity of ours to itself,
 * which is what keeps the others out.
 */
export async function strangerRow(preflight: Preflight, wrapped: WrappedShare): Promise<PreflightRow> {
  const { make, options } = preflight
  if (make.cloud !== 'aws') return make.passed('other_organization', 'own_identity')
  return options.asStranger
    ? await strangerByRole(preflight, options.asStranger)
    : await strangerByContext(preflight, wrapped)
}

/** The role has to refuse the external id of another organization. */
async function strangerByRole({ make, options }: Preflight, asStranger: RootKey): Promise<PreflightRow> {
  const looked = await attempt(() => asStranger.describe(options.signal))
  // A key that refuses the role let the role in before.
  if (looked.ok || refused(looked)) return make.found('other_organization', 'failed', 'role_not_conditioned')
  const { outcome } = looked.error
  return outcome === 'CONSENT_MISSING'
    ? make.passed('other_organization', 'own_role')
    : make.outcome('other_organization', outcome)
}

/** The policy itself has to refuse another organization, both ways; a mere failure to open is not a refusal. */
async function strangerByContext(
  { rootKey, make, context, options }: Preflight,
  wrapped: WrappedShare,
): Promise<PreflightRow> {
  const stranger = { ...context, organization: randomUUID() }
  const [wrap, unwrap] = await Promise.all([
    attempt(() => rootKey.wrap(randomKey(), stranger, options.signal)),
    attempt(() => rootKey.unwrap(wrapped, stranger, options.signal)),
  ])
  const results = [wrap, unwrap]
  // A wrap that failed only when it was to be unwrapped again was let in to encrypt.
  const mayEncrypt = !wrap.ok && wrap.error.operation === 'Decrypt'
  const letIn = mayEncrypt || results.some((result) => result.ok || result.error.outcome === 'INTEGRITY')
  if (letIn) return make.found('other_organization', 'failed', 'policy_not_conditioned')
  const undecided = results.find((result) => !refused(result))
  if (undecided === undefined || undecided.ok) return make.passed('other_organization')
  return make.outcome('other_organization', undecided.error.outcome)
}
