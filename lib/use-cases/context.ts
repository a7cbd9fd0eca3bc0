import type { Actor } from '@/lib/domain/actor'
import type { EncryptionCore } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import type { OrganizationId } from '@/lib/domain/ids'
import { can, type Permission } from '@/lib/domain/permissions'
import type { TokenOffice } from '@/lib/domain/service-tokens'
import type { ObjectStorage } from '@/lib/objects/storage'
import { type AuditRecord, appendAudit } from '@/lib/store/audit'
import type { PlatformScope, Store } from '@/lib/store/open'
import { translating } from '@/lib/store/problems'
import type { OrganizationScope } from '@/lib/store/scope'
import { nameSession } from '@/lib/store/sessions'
import { takeSubmission } from '@/lib/store/submissions'

export type { Actor }

/** What a use case works with. */
export interface Context {
  actor: Actor
  store: Store
  /** keys are reached on behalf of this session only */
  core: EncryptionCore
  /** asked to make and revoke tokens on behalf of this session only */
  tokens: TokenOffice
  objects: ObjectStorage
  now: Date
}

/** A context whose actor may do what the use case is about, in their organization. */
export interface OrganizationContext extends Context {
  organization: { id: OrganizationId; name: string }
  scope: OrganizationScope
}

/**
 * First line of every use case about the actor's organization.
 * @throws LatchkeyError forbidden
 */
export function inOrganization(context: Context, permission: Permission): OrganizationContext {
  const { organization } = context.actor
  if (!organization || !can(organization.role, permission)) throw new LatchkeyError('forbidden')
  return { ...context, organization, scope: context.store.organization(organization.id) }
}

/**
 * First line of every use case of the vendor's own people.
 * @throws LatchkeyError forbidden
 */
export function onPlatform(context: Context, permission: Permission): Context & { platform: PlatformScope } {
  if (!can(context.actor.platformRole, permission)) throw new LatchkeyError('forbidden')
  return { ...context, platform: context.store.platform }
}

/** The audit entry's part that a change says itself; who did it is known. */
export type AuditNote = Pick<AuditRecord, 'action' | 'target' | 'detail'>

/**
 * Makes a change and its audit entry in one transaction, in the name of the actor's session: the database looks it
 * up for itself and takes nothing in another's name. A form that came before is refused.
 * @param submissionId the id that the form carries
 * @param work does the writing and says what to record
 * @throws LatchkeyError already_submitted; not_signed_in when the session has ended meanwhile; forbidden,
 *   request_closed and stale_key_version when the database knows better; and what work throws
 */
export function change<T>(
  { actor }: Context,
  scope: OrganizationScope,
  submissionId: string,
  work: (tx: OrganizationScope) => Promise<{ result: T; audit: AuditNote }>,
): Promise<T> {
  const changed = scope.transaction(async (tx) => {
    await nameSession(tx, actor.sessionHash)
    await takeSubmission(tx, submissionId)
    const { result, audit } = await work(tx)
    await appendAudit(tx, { ...audit, actorId: actor.userId, actorName: actor.name })
    return result
  })
  return translating(changed)
}
