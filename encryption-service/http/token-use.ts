import type { PlatformScope } from '@/lib/store/open'
import { noteTokenUse } from '@/lib/store/service-tokens'
import { log } from '../log'

const AT_MOST_EVERY_MS = 60_000

const writing = new Set<string>()

/** Notes that a token was used, at most once a minute; nobody waits for it, and no request fails by it. */
export function noteUse(
  platform: PlatformScope,
  { id, lastUsedAt }: { id: string; lastUsedAt: Date | null },
  now: Date,
): void {
  const before = new Date(now.getTime() - AT_MOST_EVERY_MS)
  if (writing.has(id) || (lastUsedAt && lastUsedAt > before)) return
  writing.add(id)
  noteTokenUse(platform, id, now, before)
    .catch((error) => log.failure('use of a token not noted', error))
    .finally(() => writing.delete(id))
}
