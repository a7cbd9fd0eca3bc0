import { existsSync, readFileSync, rmSync } from 'node:fs'
import { capture } from '../lib/commands'
import type { SuiteResult } from './suite'

const REPORT = 'test-report/browser.json'
const DATA_FOLDER = 'test-report/demo'

interface Spec {
  title: string
  ok: boolean
  tests: { results: { error?: { message?: string } }[] }[]
}
interface Suite {
  title: string
  specs?: Spec[]
  suites?: Suite[]
}

/**
 * Runs the browser tests against a demo of their own, started as anybody would start it.
 * @param args more arguments for Playwright
 * @param env more environment for the tests
 */
export async function browserSuite(
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<SuiteResult> {
  const startedAt = performance.now()
  rmSync(DATA_FOLDER, { recursive: true, force: true })
  const cli = ['node_modules/@playwright/test/cli.js', 'test', ...args]
  const { code, output } = await capture(process.execPath, cli, {
    ...env,
    NO_COLOR: '1',
    E2E_DATA_DIR: DATA_FOLDER,
  })
  const specs = existsSync(REPORT) ? specsOf(JSON.parse(readFileSync(REPORT, 'utf8'))) : []
  const failed = specs.filter(({ ok }) => !ok)
  const ended = code === 0 || failed.length > 0
  if (code === 0) rmSync(DATA_FOLDER, { recursive: true, force: true })
  return {
    name: 'Browser tests',
    passed: specs.length - failed.length,
    failed: failed.length + (ended ? 0 : 1),
    ms: performance.now() - startedAt,
    detail: 'against the production build',
    problems: [...failed.map(describe), ...(ended ? [] : [output.trim().split('\n').slice(-60).join('\n')])],
  }
}

function specsOf({ suites = [], specs = [] }: Omit<Suite, 'title'>): Spec[] {
  return [...specs, ...suites.flatMap((suite) => specsOf(suite))]
}

function describe({ title, tests }: Spec): string {
  const messages = tests.flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? []))
  return `${title}\n${messages.join('\n')}`
}
