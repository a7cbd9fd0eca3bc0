import { createHash } from 'node:crypto'
import { SESSION_HEADER } from '@/lib/domain/api'
import type { DataClass } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import { can, type OrganizationRole, type PlatformRole, permissionForData } from '@/lib/domain/permissions'
import type { Store } from '@/lib/store/open'
import { findToken } from '@/lib/store/service-tokens'
import { findSessionPerson } from '@/lib/store/sessions'
import { noteUse } from './token-use'

export type Operation = 'encrypt' | 'decrypt'
type Headers = Record<string, string | string[] | undefined>

/** A person, and what they are, as read from their session right now. */
export interface Person {
  id: string
  name: string
  platformRole: PlatformRole | null
  roles: Map<string, OrganizationRole>
}

/** Who calls: a program by its token, and where the token demands it a person by their session. */
export interface Caller {
  name: string
  /** on whose behalf it asks; null for a program that stands for itself */
  person: Person | null
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
  const person = token.requiresSession ? await personOf(store, headers[SESSION_HEADER]) : null
  noteUse(store.platform, token, now)
  return {
    name: token.name,
    person,
    require(operation, dataClass, organization) {
      const classes = operation === 'encrypt' ? token.encryptClasses : token.decryptClasses
      if (!classes.includes(dataClass)) throw beyond(`have ${dataClass} ${operation}ed`)
      if (token.organizationId && token.organizationId !== organization) {
        throw beyond('do anything for this organization')
      }
      if (!person) return
      const permission = permissionForData(operation, dataClass)
      if (!permission || !can(person.roles.get(organization) ?? null, permission))
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

async function personOf(store: Store, header: Headers[string]): Promise<Person> {
  const found =
    typeof header === 'string' && header.length <= 200
      ? await findSessionPerson(store.platform, hash(header))
      : null
  if (!found) throw refused('This token is worth nothing without a live session.')
  const { id, name, platformRole, memberships } = found
  const roles = new Map(memberships.map(({ organization, role }) => [organization.id, role]))
  return { id, name, platformRole, roles }
}

function refused(message: string) {
  const fix = 'Send a live token: Authorization: Bearer lk_… An admin makes one on the page Tokens.'
  return new LatchkeyError('not_signed_in', { message, fix })
}

function beyond(what: string) {
  const fix = 'Use a token that may, or have an admin make one.'
  return new LatchkeyError('forbidden', { message: `This token may not ${what}.`, fix })
}
