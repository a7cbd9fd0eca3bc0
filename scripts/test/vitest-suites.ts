import { readFileSync } from 'node:fs'
import path from 'node:path'
import { capture } from '../lib/commands'
import type { SuiteResult } from './suite'

const REPORT = 'test-report/vitest.json'
const SUITES = { unit: 'Unit tests', simulators: 'Simulator tests', integration: 'Integration tests' }

interface FileReport {
  name: string
  startTime: number
  endTime: number
  message: string
  assertionResults: { status: string; fullName: string; failureMessages?: string[] }[]
}

/** Runs all of Vitest at once and answers one result for each of its projects. */
export async function vitestSuites(onEnd: (result: SuiteResult) => void): Promise<void> {
  const startedAt = performance.now()
  const reporters = ['--reporter=json', `--outputFile.json=${REPORT}`, '--reporter=dot']
  const { code, output } = await capture(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', ...reporters],
    {
      NO_COLOR: '1',
    },
  )
  const files = readReport(startedAt)
  const results = Object.entries(SUITES).map(([folder, name]) =>
    summarize(
      name,
      files.filter((file) => path.relative('tests', file.name).split(path.sep)[0] === folder),
    ),
  )
  const last = results.at(-1)
  if (last && code !== 0 && results.every(({ failed }) => failed === 0)) {
    last.failed = 1 // an error outside of any test
    last.problems.push(output.trim().split('\n').slice(-40).join('\n'))
  }
  for (const result of results) onEnd(result)
}

function readReport(startedAt: number): FileReport[] {
  try {
    const report = JSON.parse(readFileSync(REPORT, 'utf8')) as {
      startTime: number
      testResults: FileReport[]
    }
    return report.startTime >= performance.timeOrigin + startedAt - 1_000 ? report.testResults : []
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function summarize(name: string, files: FileReport[]): SuiteResult {
  const tests = files.flatMap((file) => file.assertionResults)
  const failed = tests.filter(({ status }) => status === 'failed')
  // A file that could not even be loaded has no tests to count.
  const broken = files.filter((file) => file.assertionResults.length === 0)
  const startedAt = Math.min(...files.map((file) => file.startTime))
  return {
    name,
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: failed.length + broken.length,
    ms: files.length === 0 ? 0 : Math.max(...files.map((file) => file.endTime)) - startedAt,
    detail: `${files.length} files`,
    problems: [
      ...broken.map((file) => `${path.relative('', file.name)}: ${file.message}`),
      ...failed.map((test) => `${test.fullName}\n${test.failureMessages?.join('\n') ?? ''}`),
    ],
  }
}
