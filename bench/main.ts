// npm run bench -- web: measures the product against its figures; exits with 1 when one is not reached.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Problem, reportEnd } from '../scripts/lib/problem.mjs'
import { appendSection } from './record'
import { asTable } from './result'
import { measureWeb, WEB_PARTS } from './web/measure'

const RECORD_FILE = path.resolve(import.meta.dirname, '../docs/measured.md')
const USAGE = `Usage: npm run bench -- web
    --json             one JSON object instead of a table (npm run --silent keeps npm's own lines away)
    --record           also appends the figures to docs/measured.md
    --only PARTS       with commas between, of: ${WEB_PARTS.join(', ')}
    --in FOLDER        measures that folder as it is instead of a fresh clone; leaves out the starts`

async function main(): Promise<void> {
  const { positionals, values } = readArguments()
  if (positionals.join() !== 'web') throw new Problem(USAGE)
  const parts = values.only?.split(',') ?? [...WEB_PARTS]
  if (!parts.every((part) => (WEB_PARTS as readonly string[]).includes(part))) throw new Problem(USAGE)

  const results = await measureWeb(new Set(parts), values.in)
  console.log(values.json ? JSON.stringify({ results }) : asTable(results))
  if (values.record) appendSection(RECORD_FILE, 'Web', results)
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        record: { type: 'boolean', default: false },
        only: { type: 'string' },
        in: { type: 'string' },
      },
    })
  } catch (cause) {
    throw new Problem(USAGE, { cause })
  }
}

// An interrupted measurement still stops what it started: that is done when this process exits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

main().catch((error: unknown) => {
  reportEnd(error)
  process.exitCode = 1
})
