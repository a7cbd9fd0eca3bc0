/** How a suite went. */
export interface SuiteResult {
  name: string
  passed: number
  failed: number
  ms: number
  /** What was looked at, in a few words: "412 files". */
  detail: string
  /** What went wrong, for people; empty when nothing did. */
  problems: string[]
}

/** Runs something that passes or fails as a whole. `check` answers what it looked at, or throws what is wrong. */
export async function checkSuite(name: string, check: () => Promise<string>): Promise<SuiteResult> {
  const startedAt = performance.now()
  const result = { name, passed: 0, failed: 0, ms: 0, detail: '', problems: [] as string[] }
  try {
    result.detail = await check()
    result.passed = 1
  } catch (error) {
    result.failed = 1
    result.problems = [error instanceof Error ? error.message : String(error)]
  }
  result.ms = performance.now() - startedAt
  return result
}
