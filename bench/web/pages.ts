import { Problem } from '../../scripts/lib/problem.mjs'
import { atMost, attempt, progress, type Result } from '../result'
import { percentile } from '../statistics'
import { load, signIn } from './browser'
import type { Filled } from './filled'
import { findRoutes } from './routes'

const WARM_UPS = 10
const REQUESTS = 100
const LIMIT_MS = 100

/** Searches are work of another kind than lists. */
const SEARCHES: Record<string, string> = {
  '/connections': '?search=0999',
  '/documents': '?search=0999',
  '/api/documents': '?search=0999',
}

/** The time to the last byte of every page and of the data behind it, for one person at a time. */
export async function measurePages(folder: string, url: string, filled: Filled): Promise<Result[]> {
  const cookies = new Map<string | null, string>([[null, '']])
  const results: Result[] = []
  for (const { pattern, visitor } of findRoutes(folder)) {
    const cookie = cookies.get(visitor) ?? (await signIn(url, visitor ?? ''))
    cookies.set(visitor, cookie)
    const search = SEARCHES[pattern]
    for (const query of search ? ['', search] : ['']) {
      const name = `${pattern}${query}, p95, ms`
      results.push(
        ...(await attempt(name, LIMIT_MS, async () => {
          const address = `${url}${fillIn(pattern, filled)}${query}`
          return [atMost(name, percentile(await timesMs(address, cookie), 95), LIMIT_MS)]
        })),
      )
    }
  }
  progress(`${results.length} addresses, ${REQUESTS} requests each`)
  return results
}

/** Puts an id where the pattern has a parameter. */
function fillIn(pattern: string, { examples }: Filled): string {
  if (!pattern.includes('[')) return pattern
  const id = examples[pattern]
  if (id === undefined)
    throw new Problem(`nothing to show at ${pattern}: name an example where the data is made`)
  return pattern.replace(/\[[^\]]+\]/, id)
}

async function timesMs(address: string, cookie: string): Promise<number[]> {
  const times: number[] = []
  for (let count = -WARM_UPS; count < REQUESTS; count++) {
    const startedAt = performance.now()
    await load(address, cookie)
    if (count >= 0) times.push(performance.now() - startedAt)
  }
  return times
}
