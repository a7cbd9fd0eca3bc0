import type { PlatformScope } from './open'

type Bytes = Uint8Array<ArrayBuffer>

/** What a program's token may do. */
export interface TokenGrant {
  name: string
  organizationId: string | null
  encryptClasses: string[]
  decryptClasses: string[]
  requiresSession: boolean
  expiresAt: Date | null
}

/** A live token by the SHA-256 of its text; null when unknown, expired or revoked. */
export function findToken(platform: PlatformScope, tokenHash: Bytes, now: Date) {
  return platform.db.serviceToken.findUnique({
    where: { tokenHash, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
  })
}

/** Makes a token, or gives the one of that name a new secret and new limits. */
export async function saveToken(platform: PlatformScope, tokenHash: Bytes, grant: TokenGrant) {
  await platform.db.serviceToken.upsert({
    where: { name: grant.name },
    create: { ...grant, tokenHash },
    update: { ...grant, tokenHash, revokedAt: null },
  })
}
