import { dataClass } from '@/lib/domain/data-classes'
import { tokenState } from '@/lib/domain/service-tokens'
import type { TokenRow } from '@/lib/domain/views/tokens'
import type { PlatformScope } from '@/lib/store/open'
import { namesOf } from '@/lib/store/people'
import type { listTokensOf } from '@/lib/store/service-tokens'

type Stored = Awaited<ReturnType<typeof listTokensOf>>[number] & { organization?: { name: string } | null }

/** Stored tokens as lists show them, with the names of who made and revoked them. */
export async function toTokenRows(platform: PlatformScope, stored: Stored[], now: Date): Promise<TokenRow[]> {
  const names = await namesOf(
    platform,
    stored.flatMap(({ createdBy, revokedBy }) => [createdBy, revokedBy]),
  )
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? 'somebody who left'))
  return stored.map((token) => ({
    id: token.id,
    name: token.name,
    lastFour: token.lastFour,
    organizationName: token.organization?.name ?? null,
    encryptClasses: knownClasses(token.encryptClasses),
    decryptClasses: knownClasses(token.decryptClasses),
    state: tokenState(token, now),
    createdAt: token.createdAt.toISOString(),
    createdBy: nameOf(token.createdBy),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
    revokedBy: nameOf(token.revokedBy),
  }))
}

const knownClasses = (names: string[]) => names.flatMap((name) => dataClass.safeParse(name).data ?? [])
