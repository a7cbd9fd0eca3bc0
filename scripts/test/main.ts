import { mkdirSync, rmSync } from 'node:fs'
import { ensureBuild, ensureClient } from '../lib/build'
import { Problem } from '../lib/problem.mjs'
import { seconds } from '../lib/steps.mjs'
import { attackSuite } from './attack-suite'
import { browserSuite } from './browser-suite'
import { writeReport } from './report'
import { staticSuites } from './static-suites'
import { checkSuite, type SuiteResult } from './suite'
import { vitestSuites } from './vitest-suites'

/** `npm test`, `npm run check` (--fast) and `npm run screenshots`. @throws Problem when the pictures fail */
export async function main(args: string[]): Promise<void> {
  await ensureClient()
  if (args.includes('--screenshots')) return takeScreenshots()

  rmSync('test-report', { recursive: true, force: true })
  mkdirSync('test-report', { recursive: true })
  const results: SuiteResult[] = []
  const onEnd = (result: SuiteResult) => {
    results.push(result)
    print(result)
  }
  const fast = args.includes('--fast')
  // Two cores: the build beside the checks; then the tests of time limits have the machine to themselves.
  const build = fast ? [] : [checkSuite('Production build', buildWeb).then(onEnd)]
  await Promise.all([staticSuites(onEnd), ...build])
  await vitestSuites(onEnd)
  if (!fast) onEnd(await attackSuite())
  if (!fast) onEnd(await browserSuite())
  conclude(results)
}

async function buildWeb(): Promise<string> {
  await ensureBuild()
  return 'web'
}

function print({ name, passed, failed, detail, ms }: SuiteResult): void {
  const counts = `${passed} passed${failed > 0 ? `, ${failed} failed` : ''}`
  const mark = failed > 0 ? '✖' : '✓'
  console.log(`  ${mark} ${name.padEnd(20)} ${counts.padEnd(24)} ${detail.padEnd(32)} ${seconds(ms)}`)
}

function conclude(results: SuiteResult[]): void {
  for (const { name, problems } of results) {
    for (const problem of problems) console.log(`\n✖ ${name}\n${problem}`)
  }
  const sum = (count: 'passed' | 'failed') => results.reduce((total, result) => total + result[count], 0)
  const summary = `${sum('passed')} passed, ${sum('failed')} failed`
  writeReport(results, summary)
  console.log(`\nThe report is test-report/index.html; all of it took ${seconds(performance.now())}.`)
  console.log(summary)
  process.exit(sum('failed') > 0 || sum('passed') === 0 ? 1 : 0)
}

/** The README's pictures are those that the specs tagged @screenshots take. */
async function takeScreenshots(): Promise<void> {
  const result = await browserSuite(['--grep', '@screenshots'], { E2E_SCREENSHOTS: 'docs/screenshots' })
  print(result)
  if (result.failed > 0) throw new Problem(result.problems.join('\n'))
}
