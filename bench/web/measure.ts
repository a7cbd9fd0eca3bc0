import path from 'node:path'
import { atMost, attempt, progress, type Result } from '../result'
import { cloneTo, hasUncommitted, temporaryFolder } from './clone'
import { fill } from './filled'
import { type RunningHouse, startHouse } from './house'
import { measureJavascript } from './javascript'
import { measurePages } from './pages'
import { measureStop } from './stop'

const COLD_START_LIMIT_S = 120
const WARM_START_LIMIT_S = 10

/** What can be measured by itself. */
export const WEB_PARTS = ['starts', 'javascript', 'pages', 'stop'] as const

/**
 * Measures the product as people get it: a clone, started by `npm start`.
 * @param parts of WEB_PARTS
 * @param given a folder to measure as it is instead; then there is no first start
 * @throws Problem when it doesn't start
 */
export async function measureWeb(parts: ReadonlySet<string>, given?: string): Promise<Result[]> {
  const temporary = temporaryFolder()
  const folder = given ? path.resolve(given) : path.join(temporary, 'clone')
  const dataFolder = path.join(temporary, 'data')
  const starts = given ? [] : await measureFirstStart(folder, dataFolder)

  const startedAt = performance.now()
  const house = await startHouse(folder, dataFolder)
  const seconds = (house.readyAtMs - startedAt) / 1_000
  if (!given) starts.push(atMost('warm start to first page, s', seconds, WARM_START_LIMIT_S))
  const running = await measureRunning(parts, folder, dataFolder, house.url)
  starts.push(await measureEnd('last', house))
  return [...(parts.has('starts') ? starts : []), ...running]
}

/** The start from nothing: clone, packages from npm's cache, build, database, demo. */
async function measureFirstStart(folder: string, dataFolder: string): Promise<Result[]> {
  if (hasUncommitted()) progress('What is not committed is not measured.')
  progress('Clone, and start for the first time')
  const startedAt = performance.now()
  cloneTo(folder)
  const house = await startHouse(folder, dataFolder)
  const seconds = (house.readyAtMs - startedAt) / 1_000
  return [
    atMost('fresh clone to first page, s', seconds, COLD_START_LIMIT_S),
    await measureEnd('first', house),
  ]
}

async function measureEnd(which: 'first' | 'last', house: RunningHouse): Promise<Result> {
  const left = await house.stop()
  for (const { command } of left) progress(`✖ still running after Ctrl-C: ${command}`)
  return atMost(`processes left after the ${which} Ctrl-C`, left.length, 0)
}

/** What is measured of the product while it runs; nothing of it keeps the rest from being measured. */
async function measureRunning(
  parts: ReadonlySet<string>,
  folder: string,
  dataFolder: string,
  url: string,
): Promise<Result[]> {
  const results: Result[] = []
  const measure = async (name: string, work: () => Promise<Result[]>) => {
    results.push(...(await attempt(name, null, work)))
  }
  if (parts.has('javascript')) await measure('first-load JavaScript', () => measureJavascript(url))
  if (!parts.has('pages') && !parts.has('stop')) return results
  await measure('a thousand connections and documents', async () => {
    const filled = await fill(folder, dataFolder)
    if (parts.has('pages')) await measure('pages', () => measurePages(folder, url, filled))
    if (parts.has('stop')) await measure('stop', () => measureStop(folder, dataFolder, filled))
    return []
  })
  return results
}
