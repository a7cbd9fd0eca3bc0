import { z } from 'zod'
import { hashToken } from '@/lib/auth/tokens'
import { organizationId } from '@/lib/domain/ids'
import { CLOUDS } from '@/lib/domain/provider'
import type { HandoffView } from '@/lib/domain/views/wizard'
import { webEnv } from '@/lib/env'
import { findHandoffByToken } from '@/lib/store/handoffs'
import { findKeyOffer, findOrganizationOffer } from '@/lib/store/key-offers'
import type { Store } from '@/lib/store/open'
import { namesOf } from '@/lib/store/people'
import { webStore } from '@/lib/store/web-store'
import { setupValues } from '../keys/setup-values'

/** 256 random bits in base64url. */
const TOKEN = /^[\w-]{43}$/
const cloud = z.enum(CLOUDS)

/**
 * The steps behind a hand-off's link, for whoever holds it: there is no session, and nothing is written. An unknown
 * link, one that is over or revoked, and one whose cloud is no longer set up all give null.
 */
export async function openHandoff(
  token: string,
  store: Store = webStore(),
  now = new Date(),
): Promise<HandoffView | null> {
  const handoff = TOKEN.test(token) ? await findHandoffByToken(store.platform, hashToken(token), now) : null
  if (!handoff) return null
  const scope = store.organization(organizationId.parse(handoff.organizationId))
  const [organization, offer, names] = await Promise.all([
    findOrganizationOffer(store.platform, handoff.organizationId),
    findKeyOffer(scope),
    namesOf(store.platform, [handoff.createdBy]),
  ])
  if (!organization || !offer) return null
  const linkedKeyId = organization.keyLinks[0]?.keyId ?? null
  const setup = setupValues({ organization, offer, asker: { handoffId: handoff.id }, linkedKeyId, now })
  const provider = cloud.parse(handoff.provider)
  if (!setup.clouds.includes(provider)) return null
  return {
    provider,
    setup,
    askedBy: names.get(handoff.createdBy) ?? organization.name,
    expiresAt: handoff.expiresAt.toISOString(),
    readAt: now.toISOString(),
    wizardUrl: new URL('/keys/link', webEnv().url).href,
  }
}
