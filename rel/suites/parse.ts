import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import type { Cost } from '../parse/judge'
import { BLOCK_INPUTS, type Outcome } from '../parse/work'
import type { Suite } from '../suite'

const PROGRAM = path.resolve(import.meta.dirname, '../parse/process.ts')
const MAX_PROCESSES = 4

export const suite: Suite = {
  about:
    'hostile bytes for every reader: only genuine ones open, one error says no, time and memory are bounded',
  async run({ long, seed, report }) {
    const blocks = (long ? 10_000_000 : 200_000) / BLOCK_INPUTS
    const worst = new Map<string, Outcome>()
    const shares = Math.min(availableParallelism(), MAX_PROCESSES)
    const take = (outcome: Outcome) => {
      report.pass(outcome.tries - outcome.findings.length)
      for (const { what, input } of outcome.findings) report.fail(what, input)
      worst.set(outcome.target, worse(outcome, worst.get(outcome.target)))
    }
    await Promise.all(
      Array.from({ length: shares }, (_, share) => runShare([seed, blocks, share, shares], take)),
    )
    for (const { target, tries, opened, slowest, largest } of worst.values()) {
      const counts = `${tries.toLocaleString('en')} inputs, ${opened.toLocaleString('en')} of them genuine`
      report.note(`${target}: ${counts}; worst ${time(slowest)}, ${memory(largest)}`)
    }
  },
}

/** @throws Error when a process ends before its share is done */
async function runShare(numbers: number[], take: (outcome: Outcome) => void): Promise<void> {
  const child = fork(PROGRAM, numbers.map(String), { serialization: 'advanced' })
  child.on('message', (outcome) => take(outcome as Outcome))
  const [code, signal] = await once(child, 'exit')
  if (code !== 0) throw new Error(`a process of the suite ended with ${signal ?? code}`)
}

function worse(one: Outcome, two: Outcome | undefined): Outcome {
  if (!two) return one
  return {
    ...one,
    tries: one.tries + two.tries,
    opened: one.opened + two.opened,
    largest: one.largest.bytes > two.largest.bytes ? one.largest : two.largest,
    slowest: one.slowest.us > two.slowest.us ? one.slowest : two.slowest,
  }
}

const time = ({ us, inputBytes }: Cost) => `${us.toFixed()} µs (${inputBytes} bytes)`
const memory = ({ bytes, inputBytes }: Cost) =>
  `${(bytes / 1_024).toFixed()} KiB of memory (${inputBytes} bytes)`
