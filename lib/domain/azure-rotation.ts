/** The part of a key's rotation policy at Azure that says when it rotates. */
export interface AzureRotationPolicy {
  /** How long a new version lives, an ISO 8601 duration such as P2Y. */
  expiresIn?: string
  lifetimeActions?: { action: string; timeAfterCreate?: string; timeBeforeExpiry?: string }[]
}

export interface AzureRotation {
  enabled: boolean
  /** From one version to the next, where it can be said in days. */
  periodDays: number | null
  nextAt: Date | null
}

const NEVER: AzureRotation = { enabled: false, periodDays: null, nextAt: null }
const DAY_MS = 24 * 60 * 60 * 1000

/** When a key rotates by itself, from its policy and the dates of its newest version. */
export function azureRotation(
  { expiresIn, lifetimeActions = [] }: AzureRotationPolicy,
  createdAt: Date | null,
  expiresAt: Date | null,
): AzureRotation {
  const rotate = lifetimeActions.find(({ action }) => action.toLowerCase() === 'rotate')
  if (rotate === undefined) return NEVER
  const { timeAfterCreate, timeBeforeExpiry } = rotate
  const after = timeAfterCreate === undefined ? null : durationDays(timeAfterCreate)
  if (after !== null) {
    return { enabled: true, periodDays: after, nextAt: createdAt && shifted(createdAt, after) }
  }
  const before = timeBeforeExpiry === undefined ? null : durationDays(timeBeforeExpiry)
  const life = expiresIn === undefined ? null : durationDays(expiresIn)
  return {
    enabled: true,
    periodDays: before === null || life === null ? null : life - before,
    nextAt: before === null ? null : expiresAt && shifted(expiresAt, -before),
  }
}

const shifted = (date: Date, days: number): Date => new Date(date.getTime() + days * DAY_MS)

/** An ISO 8601 duration of years, months, weeks and days as days (365 and 30 for the first two); null for any other. */
function durationDays(duration: string): number | null {
  const found = /^P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/i.exec(duration)
  if (found === null) return null
  const [years = 0, months = 0, weeks = 0, days = 0] = found.slice(1).map((part) => Number(part ?? 0))
  return years * 365 + months * 30 + weeks * 7 + days
}
