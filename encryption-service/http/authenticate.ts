import { createHash } from 'node:crypto'
import { SESSION_HEADER } from '@/lib/domain/api'
import type { DataClass } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import { can, type OrganizationRole, permissionForData } from '@/lib/domain/permissions'
import type { Store } from '@/lib/store/open'
import { findToken } from '@/lib/store/service-tokens'
import { findSessionPerson } from '@/lib/store/sessions'

type Operation = 'encrypt' | 'decrypt'
type Headers = Record<string, string | string[] | undefined>

/** Who calls: a program by its token, and where the token demands it a person by their session. */
export interface Caller {
  name: string
  /** @throws LatchkeyError forbidden unless the caller may have this done */
  require(operation: Operation, dataClass: DataClass, organization: string): void
}

const hash = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())

/**
 * Reads token and session for itself, at each request: ending either ends access at once.
 * @throws LatchkeyError not_signed_in when one of them is missing, unknown or over
 */
export async function authenticate(store: Store, headers: Headers, now: Date): Promise<Caller> {
  const token = await tokenOf(store, headers, now)
  const roles = token.requiresSession ? await rolesOfSession(store, headers[SESSION_HEADER]) : null
  return {
    name: token.name,
    require(operation, dataClass, organization) {
      const classes = operation === 'encrypt' ? token.encryptClasses : token.decryptClasses
      if (!classes.includes(dataClass)) throw new LatchkeyError('forbidden')
      if (token.organizationId && token.organizationId !== organization) throw new LatchkeyError('forbidden')
      if (!roles) return
      const permission = permissionForData(operation, dataClass)
      if (!permission || !can(roles.get(organization) ?? null, permission))
        throw new LatchkeyError('forbidden')
    },
  }
}

/** The live token that a request shows. @throws LatchkeyError not_signed_in */
export async function tokenOf(store: Store, headers: Headers, now: Date) {
  const bearer = /^Bearer ([\w+/=.~-]{20,200})$/.exec(String(headers.authorization ?? ''))?.[1]
  const token = bearer ? await findToken(store.platform, hash(bearer), now) : null
  if (!token) throw refused('The token is missing, unknown, expired or revoked.')
  return token
}

async function rolesOfSession(store: Store, header: Headers[string]) {
  const person =
    typeof header === 'string' && header.length <= 200
      ? await findSessionPerson(store.platform, hash(header))
      : null
  if (!person) throw refused('This token is worth nothing without a live session.')
  return new Map<string, OrganizationRole>(
    person.memberships.map(({ organization, role }) => [organization.id, role]),
  )
}

function refused(message: string) {
  return new LatchkeyError('not_signed_in', { message })
}
