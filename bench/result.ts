/** One figure. The unit stands at the end of its name. */
export interface Result {
  name: string
  /** null when it could not be measured */
  value: number | null
  /** the most that is allowed; null for what is only told */
  limit: number | null
  ok: boolean
}

const rounded = (value: number) => Math.round(value * 10) / 10

/** A figure that may be `limit` at most. */
export const atMost = (name: string, value: number, limit: number): Result => ({
  name,
  value: rounded(value),
  limit,
  ok: value <= limit,
})

/** A figure without a limit. */
export const forInformation = (name: string, value: number): Result => ({
  name,
  value: rounded(value),
  limit: null,
  ok: true,
})

/** Tells the person who waits how far it is; standard output is for the figures alone. */
export const progress = (text: string) => console.error(`  ${text}`)

/** Measures; what goes wrong is told, and counts as a figure that was not reached. */
export async function attempt(
  name: string,
  limit: number | null,
  work: () => Promise<Result[]>,
): Promise<Result[]> {
  try {
    return await work()
  } catch (error) {
    progress(`✖ ${name}: ${error instanceof Error ? error.message : String(error)}`)
    return [{ name, value: null, limit, ok: false }]
  }
}

/** The figures as a table for a terminal, which Markdown reads as one too. */
export function asTable(results: Result[]): string {
  const width = Math.max(6, ...results.map(({ name }) => name.length))
  const line = (name: string, value: string, limit: string, ok: string) =>
    `| ${name.padEnd(width)} | ${value.padStart(8)} | ${limit.padStart(8)} | ${ok} |`
  return [
    line('figure', 'measured', 'at most', ' '),
    `| ${'-'.repeat(width)} | -------: | -------: | - |`,
    ...results.map(({ name, value, limit, ok }) =>
      line(name, String(value ?? '–'), String(limit ?? '–'), ok ? '✓' : '✖'),
    ),
  ].join('\n')
}
