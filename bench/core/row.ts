import { progress } from '../result'
import type { Measured } from './interleave'

/** What one case costs beside its peer. `ours` and `peer` are operations per second unless the name says otherwise. */
export interface Row {
  name: string
  ours: number | null
  peer: number | null
  /** ours / peer; null when it could not be measured */
  ratio: number | null
  /** the bound on the ratio: the least, or in a row whose name ends with "at most" the most */
  floor: number
  ok: boolean
}

const digits = (value: number) => Number(value.toPrecision(4))

function row(name: string, { ours, peer, ratio }: Measured, floor: number, ok: boolean): Row {
  return { name, ours: digits(ours), peer: digits(peer), ratio: digits(ratio), floor, ok }
}

/** A case whose ratio has to reach `floor`. */
export const atLeast = (name: string, measured: Measured, floor: number): Row =>
  row(name, measured, floor, measured.ratio >= floor)

/** A case whose ratio may not exceed `most`: for costs, where less is better. */
export const atMost = (name: string, measured: Measured, most: number): Row =>
  row(`${name}, at most`, measured, most, measured.ratio <= most)

/** Measures one case; what goes wrong is told, and counts as a bound that was not kept. */
export async function attemptRow(
  name: string,
  floor: number,
  work: (name: string) => Promise<Row>,
): Promise<Row> {
  progress(name)
  try {
    return await work(name)
  } catch (error) {
    progress(`✖ ${name}: ${error instanceof Error ? error.message : String(error)}`)
    return { name, ours: null, peer: null, ratio: null, floor, ok: false }
  }
}

/** The rows as a table for a terminal, which Markdown reads as one too. */
export function asTable(rows: Row[]): string {
  const width = Math.max(4, ...rows.map(({ name }) => name.length))
  const line = (name: string, cells: string[], ok: string) =>
    `| ${name.padEnd(width)} | ${cells.map((cell) => cell.padStart(9)).join(' | ')} | ${ok} |`
  const cell = (value: number | null) => (value === null ? '–' : String(value))
  return [
    line('case', ['ours', 'peer', 'ratio', 'floor'], ' '),
    `| ${'-'.repeat(width)} | ${Array(4).fill('--------:').join(' | ')} | - |`,
    ...rows.map(({ name, ours, peer, ratio, floor, ok }) =>
      line(name, [cell(ours), cell(peer), cell(ratio), cell(floor)], ok ? '✓' : '✖'),
    ),
  ].join('\n')
}
