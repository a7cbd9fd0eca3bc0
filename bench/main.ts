// npm run bench -- SUBJECT: measures the product against its figures; exits with 1 when one is not reached.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Problem, reportEnd } from '../scripts/lib/problem.mjs'
import { CORE_PARTS, measureCore } from './core/measure'
import { asTable as asRowTable } from './core/row'
import { KMS_PARTS, measureKms } from './kms/measure'
import { appendSection } from './record'
import { asTable } from './result'
import { measureWeb, WEB_PARTS } from './web/measure'

const RECORD_FILE = path.resolve(import.meta.dirname, '../docs/measured.md')
const USAGE = `Usage: npm run bench -- SUBJECT
  core                 what encrypting costs, beside other libraries and node:crypto alone
  kms                  what our adapters add to the clouds' own SDKs, and the checks of a key
  web                  the pages and the starts
    --json             one JSON object instead of a table (npm run --silent keeps npm's own lines away)
    --record           also appends the figures to docs/measured.md
    --only PARTS       with commas between; core: ${CORE_PARTS.join(', ')}
                       kms: ${KMS_PARTS.join(', ')}
                       web: ${WEB_PARTS.join(', ')}
    --stream-mib N       core: streams of that length instead of 1024 MiB, for a quick try
    --in FOLDER        web: measures that folder as it is instead of a fresh clone; leaves out the starts`

/** What was measured of a subject, for a program and for a person. */
interface Measurement {
  title: string
  results: readonly { ok: boolean }[]
  table: string
}

async function main(): Promise<void> {
  const { positionals, values } = readArguments()
  const [subject, ...more] = positionals
  if (more.length > 0) throw new Problem(USAGE)
  const { title, results, table } = await measure(subject, values)
  console.log(values.json ? JSON.stringify({ results }) : table)
  if (values.record) appendSection(RECORD_FILE, title, table)
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
}

async function measure(
  subject: string | undefined,
  { only, in: folder, 'stream-mib': mib }: { only?: string; in?: string; 'stream-mib'?: string },
): Promise<Measurement> {
  if (subject === 'web') {
    const results = await measureWeb(partsOf(WEB_PARTS, only), folder)
    return { title: 'Web', results, table: asTable(results) }
  }
  if (subject === 'kms' && folder === undefined) {
    const results = await measureKms(partsOf(KMS_PARTS, only))
    return { title: 'KMS', results, table: asRowTable(results) }
  }
  if (subject !== 'core' || folder !== undefined) throw new Problem(USAGE)
  const streamMib = mib === undefined ? undefined : Number(mib)
  if (streamMib !== undefined && !(Number.isInteger(streamMib) && streamMib > 0)) throw new Problem(USAGE)
  const results = await measureCore(partsOf(CORE_PARTS, only), { streamMib })
  return { title: 'Core', results, table: asRowTable(results) }
}

function partsOf(all: readonly string[], only: string | undefined): Set<string> {
  const parts = only?.split(',') ?? all
  if (!parts.every((part) => all.includes(part))) throw new Problem(USAGE)
  return new Set(parts)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        record: { type: 'boolean', default: false },
        only: { type: 'string' },
        'stream-mib': { type: 'string' },
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
