import { capture } from '../lib/commands'
import type { SuiteResult } from './suite'

interface Verdict {
  suite: string
  n: number
  fail: number
  skipped?: number
}

/** Runs the short form of every attack in rel/; one suite that holds counts as one that passed. */
export async function attackSuite(): Promise<SuiteResult> {
  const startedAt = performance.now()
  const { code, output } = await capture(process.execPath, ['--import', 'tsx', 'rel/main.ts', 'all'])
  const verdicts = output.split('\n').flatMap(verdictOf)
  const failed = verdicts.filter(({ fail }) => fail > 0)
  const ended = code === 0 || failed.length > 0
  const sum = (count: 'n' | 'skipped') => verdicts.reduce((total, one) => total + (one[count] ?? 0), 0)
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''
  return {
    name: 'Attacks',
    passed: verdicts.length - failed.length,
    failed: failed.length + (ended ? 0 : 1),
    ms: performance.now() - startedAt,
    detail: `${sum('n').toLocaleString('en')} tries${skipped}`,
    problems: code === 0 ? [] : [output.trim()],
  }
}

function verdictOf(line: string): Verdict[] {
  return line.startsWith('{"suite"') ? [JSON.parse(line)] : []
}
