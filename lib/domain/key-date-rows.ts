import type { KeyDate } from './key-calendar'
import type { KeyDateRow } from './views/watch'

const ROLES: Record<KeyDate['role'], string> = {
  active: 'your root key',
  staged: 'the new root key',
  replaced: 'the root key that was replaced',
}

/** A date as people read it. Pure. */
export function toKeyDateRow(date: KeyDate, keyId: string): KeyDateRow {
  const { linkId, cloud, role, kind, version, at, lastSafeDay, notice, what, todo } = date
  return {
    id: [linkId, kind, version].filter(Boolean).join(' '),
    kind,
    title: titleOf(date),
    cloud,
    keyId,
    role,
    version,
    at: at.toISOString(),
    lastSafeDay: lastSafeDay?.toISOString() ?? null,
    notice,
    tone: toneOf(date),
    what,
    todo,
  }
}

function titleOf({ kind, role, version, cloud }: KeyDate): string {
  const key = ROLES[role]
  const isOver = kind === 'rotation' ? 'is rotated' : kind === 'expiry' ? 'expires' : 'is deleted'
  if (version && cloud === 'google') return `Version ${version} of ${key} is destroyed`
  if (version) return `The current version of ${key} expires`
  return `${key.charAt(0).toUpperCase()}${key.slice(1)} ${isOver}`
}

function toneOf({ lastSafeDay, notice }: KeyDate): KeyDateRow['tone'] {
  if (lastSafeDay === null || notice === null) return 'neutral'
  if (notice <= 7) return 'stopped'
  return notice === 30 ? 'grace' : 'pending'
}
