import { LatchkeyError } from '@/lib/domain/errors'
import { activateDataKey, type KeyRows, type NewDataKey } from '@/lib/store/key-rows'
import type { OrganizationScope } from '@/lib/store/scope'

/** The number of the next version among these. */
export function nextVersion(rows: { version: number }[]): number {
  return 1 + Math.max(0, ...rows.map((row) => row.version))
}

/** Makes each of these the active data key of its class. */
export async function activateDataKeys(tx: OrganizationScope, made: NewDataKey[], now: Date): Promise<void> {
  for (const key of made) await activateDataKey(tx, key, now)
}

/**
 * Under the fence: no data key was added since the rows were read, so that a change covers all of them.
 * @throws LatchkeyError conflict
 */
export async function requireSameDataKeys(tx: OrganizationScope, rows: KeyRows): Promise<void> {
  const now = await tx.db.dataKeyVersion.findMany({
    where: { state: { not: 'destroyed' } },
    select: { id: true },
  })
  const known = new Set(rows.dataKeys.map((key) => key.id))
  if (now.length !== known.size || now.some(({ id }) => !known.has(id))) throw new LatchkeyError('conflict')
}
