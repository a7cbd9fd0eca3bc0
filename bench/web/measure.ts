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
  const results = given ? [] : await measureFirstStart(folder, dataFolder)
  const secondStart = performance.now()
  const house = await startHouse(folder, dataFolder)
  const startedInS = (house.readyAtMs - secondStart) / 1_000
  if (!given) results.push(atMost('warm start to first page, s', startedInS, WARM_START_LIMIT_S))
  if (!parts.has('starts')) results.length = 0
  try {
    results.push(...(await measureRunning(parts, folder, dataFolder, house)))
  } finally {
    const left = await house.stop()
    for (const { command } of left) progress(`✖ still running after Ctrl-C: ${command}`)
    if (parts.has('starts')) results.push(atMost('processes left after Ctrl-C', left.length, 0))
  }
  return results
}

/** The start from nothing: clone, packages from npm's cache, build, database, demo. */
async function measureFirstStart(folder: string, dataFolder: string): Promise<Result[]> {
  if (hasUncommitted()) progress('What is not committed is not measured.')
  progress('Clone, and start for the first time')
  const startedAt = performance.now()
  cloneTo(folder)
  const house = await startHouse(folder, dataFolder)
  const seconds = (house.readyAtMs - startedAt) / 1_000
  await house.stop()
  return [atMost('fresh clone to first page, s', seconds, COLD_START_LIMIT_S)]
}

async function measureRunning(
  parts: ReadonlySet<string>,
  folder: string,
  dataFolder: string,
  { url }: RunningHouse,
): Promise<Result[]> {
  const results: Result[] = []
  if (parts.has('javascript'))
    results.push(
      ...(await attempt('overview page, first-load JavaScript, kB', 200, () => measureJavascript(url))),
    )
  if (!parts.has('pages') && !parts.has('stop')) return results
  const filled = await fill(folder, dataFolder)
  if (parts.has('pages')) results.push(...(await measurePages(folder, url, filled)))
  if (parts.has('stop'))
    results.push(
      ...(await attempt('key disabled to last decrypt, s', 60, () =>
        measureStop(folder, dataFolder, filled),
      )),
    )
  return results
}
