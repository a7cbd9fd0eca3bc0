import type { PrismaClient } from './generated/client'
import type { PlatformScope } from './open'
import { FIRST_MEMBERSHIPS } from './people'
import type { OrganizationScope } from './scope'

type Bytes = Uint8Array<ArrayBuffer>

/** Web has no right on the table, only on functions that want to be shown a session; Prisma has no call but raw SQL. */
const raw = ({ db }: PlatformScope) => db as unknown as Pick<PrismaClient, '$queryRaw'>

/** Opens a session; only the hash of its id is kept. */
export async function insertSession(
  platform: PlatformScope,
  session: { tokenHash: Bytes; userId: string; expiresAt: Date },
) {
  await platform.db.session.create({ data: session, select: { id: true } })
}

/** The person of a live session, with their memberships; null when it ended, expired or never was. */
export async function findSessionPerson(platform: PlatformScope, tokenHash: Bytes) {
  const [found] = await raw(platform).$queryRaw<{ id: string | null }[]>`
    SELECT latchkey_live_session(${tokenHash}) AS id`
  if (!found?.id) return null
  return platform.db.user.findUnique({
    where: { id: found.id },
    select: { id: true, name: true, platformRole: true, memberships: FIRST_MEMBERSHIPS },
  })
}

/** Ends the session that is shown, or with it every other one of its person. */
export async function endSessions(platform: PlatformScope, tokenHash: Bytes, everywhere: boolean) {
  await raw(platform).$queryRaw`SELECT latchkey_end_sessions(${tokenHash}, ${everywhere})::text`
}

/**
 * Names the session on whose behalf this transaction writes; without it the database takes nothing from web.
 * Call it first in the transaction.
 */
export async function nameSession({ db }: OrganizationScope, tokenHash: Bytes) {
  await db.$queryRaw`SELECT set_config('latchkey.session', ${Buffer.from(tokenHash).toString('hex')}, true)`
}
