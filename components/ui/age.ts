/** Where an age stands against its limit. */
export interface AgeStanding {
  tone: 'ok' | 'grace' | 'stopped'
  words: string
}

/** From this share of its limit on a key counts as due soon. */
const SOON_SHARE = 0.8

/** Puts an age in whole days against its limit in days: fresh, due soon, due, or how many days over. */
export function ageStanding(ageDays: number, limitDays: number): AgeStanding {
  const leftDays = limitDays - ageDays
  if (leftDays < 0) return { tone: 'stopped', words: `${days(-leftDays)} over` }
  if (leftDays === 0) return { tone: 'grace', words: 'due today' }
  if (ageDays >= limitDays * SOON_SHARE) return { tone: 'grace', words: `due in ${days(leftDays)}` }
  return { tone: 'ok', words: `${days(leftDays)} left` }
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}
