import type { OrganizationId } from '@/lib/domain/ids'
import { WEB_TOKEN } from '@/lib/domain/service-tokens'
import { type AuditRecord, appendAudit, appendPlatformAudit } from './audit'
import type { PlatformScope, Store } from './open'
import type { OrganizationScope } from './scope'

type Bytes = Uint8Array<ArrayBuffer>

/** What a program's token may do. */
export interface TokenGrant {
  name: string
  organizationId: string | null
  encryptClasses: string[]
  decryptClasses: string[]
  requiresSession: boolean
  expiresAt: Date | null
  /** the last characters of its text, by which people recognise it */
  lastFour?: string
}

/** A live token by the SHA-256 of its text; null when unknown, expired or revoked. */
export function findToken(platform: PlatformScope, tokenHash: Bytes, now: Date) {
  return platform.db.serviceToken.findUnique({
    where: { tokenHash, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
  })
}

/** Notes that a token was used, unless that was noted after `before` already. */
export async function noteTokenUse({ db }: PlatformScope, id: string, now: Date, before: Date) {
  await db.serviceToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: before } }] },
    data: { lastUsedAt: now },
  })
}

/** Makes a token of the platform; a live one of the same name is worth nothing from then on. */
export async function saveToken({ db }: PlatformScope, tokenHash: Bytes, grant: TokenGrant) {
  await db.serviceToken.updateMany({
    where: { name: grant.name, byPlatform: true, revokedAt: null },
    data: { revokedAt: new Date() },
  })
  await db.serviceToken.create({ data: { ...grant, tokenHash } })
}

/** A token that a person makes on a page. */
export interface MadeToken extends Omit<TokenGrant, 'requiresSession'> {
  id: string
  tokenHash: Bytes
  byPlatform: boolean
  createdBy: string
}

/** What may be done to tokens in one transaction, together with its record. */
interface TokenChange {
  insert(token: MadeToken): Promise<void>
  /** @returns its name; null when it is not there or was revoked before */
  revoke(id: string, by: string, at: Date): Promise<{ name: string } | null>
  record(entry: AuditRecord): Promise<void>
}

/**
 * Changes tokens and records it in one transaction: those of one organization in its log, those for every
 * organization in the platform's.
 */
export function changeTokens<T>(
  store: Store,
  organizationId: OrganizationId | null,
  work: (change: TokenChange) => Promise<T>,
): Promise<T> {
  if (organizationId === null) {
    return store.platform.transaction((tx) =>
      work({ ...changesIn(tx.db), record: (entry) => appendPlatformAudit(tx, entry) }),
    )
  }
  return store.organization(organizationId).transaction((tx) =>
    // The confined client does the same, under types of its own.
    work({ ...changesIn(tx.db as unknown as Tables), record: (entry) => appendAudit(tx, entry) }),
  )
}

type Tables = Pick<PlatformScope['db'], 'serviceToken'>

function changesIn(db: Tables): Omit<TokenChange, 'record'> {
  return {
    async insert(token) {
      await db.serviceToken.create({ data: { ...token, requiresSession: false } })
    },
    async revoke(id, revokedBy, revokedAt) {
      const { count } = await db.serviceToken.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt, revokedBy },
      })
      return count === 0 ? null : db.serviceToken.findUnique({ where: { id }, select: { name: true } })
    },
  }
}

/** Whose a token is and whom it serves; null when there is none by that id, or it is web's own. */
export function findTokenOwner({ db }: PlatformScope, id: string) {
  return db.serviceToken.findFirst({
    where: { id, NOT: WEBS_OWN },
    select: { id: true, organizationId: true, byPlatform: true },
  })
}

const WEBS_OWN = { name: WEB_TOKEN.name, byPlatform: true }

const VISIBLE = {
  id: true,
  name: true,
  lastFour: true,
  organizationId: true,
  byPlatform: true,
  encryptClasses: true,
  decryptClasses: true,
  createdAt: true,
  createdBy: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
  revokedBy: true,
} as const

const NEWEST_FIRST = { orderBy: { createdAt: 'desc' }, take: 200 } as const

/** The tokens that reach one organization alone: its own, and those that the platform made for it. Newest first. */
export function listTokensOf({ db }: OrganizationScope) {
  return db.serviceToken.findMany({ where: { NOT: WEBS_OWN }, select: VISIBLE, ...NEWEST_FIRST })
}

/** The platform's tokens, newest first, without web's own; `reach: 'all'`: those that serve every organization. */
export function listPlatformTokens({ db }: PlatformScope, reach: 'any' | 'all') {
  return db.serviceToken.findMany({
    where: { byPlatform: true, NOT: WEBS_OWN, ...(reach === 'all' && { organizationId: null }) },
    select: { ...VISIBLE, organization: { select: { name: true } } },
    ...NEWEST_FIRST,
  })
}
