import { z } from 'zod'
import { readConsentState } from '@/lib/auth/consent-state'
import { organizationId } from '@/lib/domain/ids'
import { can } from '@/lib/domain/permissions'
import type { ConsentOutcome } from '@/lib/domain/views/wizard'
import { webEnv } from '@/lib/env'
import { findLiveHandoff } from '@/lib/store/handoffs'
import type { Store } from '@/lib/store/open'
import { webStore } from '@/lib/store/web-store'
import type { Context } from '../context'

/** What Entra sends an admin's browser back with. Its own descriptions of errors are not shown. */
export const consentAnswer = z.object({
  admin_consent: z.string().max(20).optional().catch(undefined),
  tenant: z.guid().toLowerCase().optional().catch(undefined),
  state: z.string().max(300).catch(''),
  error: z.string().max(100).optional().catch(undefined),
})

/** Entra's error codes that people can do something about (OAuth 2.0, and AADSTS65004 by its code). */
const REASONS: Record<string, 'declined' | 'not_allowed'> = {
  access_denied: 'declined',
  consent_required: 'declined',
  interaction_required: 'declined',
  unauthorized_client: 'not_allowed',
  invalid_client: 'not_allowed',
}

/**
 * What came back from Entra, with a session or without one. Nothing is written: the directory's id goes on in the
 * address, and counts only once the key's checks passed.
 */
export async function receiveConsent(
  answer: z.output<typeof consentAnswer>,
  context: Context | null,
  store: Store = webStore(),
  now = new Date(),
): Promise<ConsentOutcome> {
  const state = readConsentState(webEnv().sessionSecret, answer.state, now)
  if (!state) return { kind: 'unknown' }
  if (answer.error !== undefined) return { kind: 'refused', reason: REASONS[answer.error] ?? 'trouble' }
  if (answer.admin_consent?.toLowerCase() !== 'true') return { kind: 'refused', reason: 'declined' }
  if (!answer.tenant) return { kind: 'unknown' }
  const { handoffId } = state
  const scope = store.organization(organizationId.parse(state.organizationId))
  if (handoffId && !(await findLiveHandoff(scope, handoffId, now))) return { kind: 'unknown' }
  const member = context?.actor.organization
  const isTheirs = member?.id === state.organizationId && can(member.role, 'keys.link')
  const isAsked = handoffId !== null || (context !== null && state.isOfSession(context.actor.sessionHash))
  return { kind: 'consented', tenantId: answer.tenant, mayGoOn: isTheirs && isAsked }
}
