import type { Lag } from '../shared/lag'
import { invalidArgument } from './errors'
import type { Bindings } from './keys'
import { type CustomRoles, permissionsOf } from './roles'

/** One policy of those that a resource hangs under: its own, its ring's, its project's. */
export interface Policy {
  /** Full name of what it hangs on. */
  resource: string
  bindings: Bindings
}

/** Decides by IAM policies, as they are seen everywhere by now. */
export class Policies {
  constructor(
    private readonly lag: Lag<Bindings>,
    private readonly customRoles: () => CustomRoles,
  ) {}

  /** Whether one of the policies gives the permission to the member. */
  allows(chain: readonly Policy[], member: string, permission: string): boolean {
    const custom = this.customRoles()
    return chain.some(({ resource, bindings }) =>
      this.lag
        .seen(resource, bindings)
        .some(
          ({ role, members }) =>
            permissionsOf(role, custom)?.includes(permission) === true &&
            members.some((granted) => matches(granted, member)),
        ),
    )
  }

  /**
   * Checks a policy that is to be set.
   * @throws StatusError INVALID_ARGUMENT for a role or a member that does not exist here
   */
  check(bindings: Bindings, exists: (member: string) => boolean): void {
    const custom = this.customRoles()
    for (const { role, members } of bindings) {
      if (permissionsOf(role, custom) === null) {
        throw invalidArgument(`Role ${role} is not supported for this resource.`)
      }
      for (const member of members) {
        if (PUBLIC.includes(member) || /^domain:[a-z0-9.-]+$/.test(member)) continue
        const [kind, email = ''] = member.split(':')
        if (kind !== 'user' && kind !== 'serviceAccount')
          throw invalidArgument(`Unknown member type: ${member}.`)
        if (!exists(member)) throw invalidArgument(`${WORDS[kind]} ${email} does not exist.`)
      }
    }
  }
}

const WORDS = { user: 'User', serviceAccount: 'Service account' } as const
const PUBLIC = ['allUsers', 'allAuthenticatedUsers']

function matches(granted: string, member: string): boolean {
  if (PUBLIC.includes(granted) || granted === member) return true
  return granted.startsWith('domain:') && member.endsWith(`@${granted.slice('domain:'.length)}`)
}
