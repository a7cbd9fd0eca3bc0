// npm run rel -- SUITE: attacks the product; exits with 1 when an attack gets anywhere.
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { Problem, reportEnd } from '../scripts/lib/problem.mjs'
import { seconds } from '../scripts/lib/steps.mjs'
import { closeKept } from './kept'
import { seededRandom } from './random'
import { SUITES } from './registry'
import { Report } from './report'

const USAGE = `Usage: npm run rel -- SUITE
    SUITE       one of ${Object.keys(SUITES).join(', ')}; or all
    --long      many more tries of the same kinds
    --seed=N    the same tries again; without it the seed is random
    --json      the JSON lines alone (npm run --silent keeps npm's own lines away)`

async function main(): Promise<void> {
  const { name, long, seed, json } = readArguments()
  const names = name === 'all' ? Object.keys(SUITES) : [name]
  const reports: Report[] = []
  for (const one of names) {
    const report = await attack(one, { long, seed }, json ? () => undefined : console.log)
    console.log(report.json)
    reports.push(report)
  }
  process.exitCode = reports.some(({ failed }) => failed) ? 1 : 0
}

/** Runs one suite to its end; what it throws is a failure of its own. */
async function attack(
  name: string,
  { long, seed }: { long: boolean; seed: number },
  print: (line: string) => void,
): Promise<Report> {
  const load = SUITES[name]
  if (!load) throw new Problem(USAGE)
  const report = new Report(name, seed)
  const startedAt = performance.now()
  const { suite } = await load()
  print(`${name}: ${suite.about}`)
  try {
    await suite.run({ long, seed, random: seededRandom(seed), report })
  } catch (error) {
    report.fail(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  for (const line of report.lines) print(line)
  print(`  ${report.tries.toLocaleString('en')} tries in ${seconds(performance.now() - startedAt)}`)
  return report
}

function readArguments() {
  const { positionals, values } = parse()
  const [name = ''] = positionals
  const seed = values.seed === undefined ? randomInt(2 ** 32) : Number(values.seed)
  const known = name === 'all' || Object.hasOwn(SUITES, name)
  if (positionals.length !== 1 || !known || !Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new Problem(USAGE)
  }
  return { name, seed, long: values.long, json: values.json }
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        long: { type: 'boolean', default: false },
        seed: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (cause) {
    throw new Problem(USAGE, { cause })
  }
}

main()
  .catch((error: unknown) => {
    reportEnd(error)
    process.exitCode = 1
  })
  .finally(closeKept)
