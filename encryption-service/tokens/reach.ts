import { can } from '@/lib/domain/permissions'
import type { Person } from '../http/authenticate'

/**
 * Whether a person makes and revokes the tokens that are the platform's own, as its operator, or those of this
 * organization, as its admin. Nobody's token reaches further than their own role.
 */
export function actsFor(person: Person, maker: 'platform' | 'organization', organizationId: string | null) {
  if (maker === 'platform') return can(person.platformRole, 'platform.tokens')
  return organizationId !== null && can(person.roles.get(organizationId) ?? null, 'tokens.write')
}
