import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { startAwsKmsSimulator } from './index'
import { defaultSeed, type Seed } from './seed'

const USAGE = 'Usage: node --import tsx simulators/aws-kms/main.ts [--port 4566] [--seed FILE] [--data FILE]'

function readOptions() {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, seed: { type: 'string' }, data: { type: 'string' } },
  })
  const port = z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .safeParse(values.port ?? '4566')
  if (!port.success) throw new Error(`--port ${values.port} is not a port number.`)
  return { port: port.data, seedFile: values.seed, dataFile: values.data }
}

/** The form of the seed is checked when the simulator starts. */
function readSeed(file: string): Seed {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`The seed ${file} can't be read: ${error instanceof Error ? error.message : error}`)
  }
}

function printCredentials(seed: Seed): void {
  for (const account of seed.accounts) {
    for (const principal of account.principals) {
      console.log(`# ${account.name}, account ${account.id}, ${principal.arn}`)
      console.log(`AWS_ACCESS_KEY_ID=${principal.accessKeyId}`)
      console.log(`AWS_SECRET_ACCESS_KEY=${principal.secretAccessKey}`)
    }
  }
}

function explain(error: unknown, port: number | undefined): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues
    return `The seed is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`
  }
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Stop what uses it or choose another with --port.`
  if (String(code).startsWith('ERR_PARSE_ARGS')) return `${error.message}\n${USAGE}`
  return error.message
}

async function main(): Promise<void> {
  let port: number | undefined
  try {
    const options = readOptions()
    port = options.port
    const seed = options.seedFile === undefined ? defaultSeed() : readSeed(options.seedFile)
    const simulator = await startAwsKmsSimulator({ port, seed, dataFile: options.dataFile })
    const end = () => {
      simulator.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(`The state could not be saved: ${error instanceof Error ? error.message : error}`)
          process.exit(1)
        },
      )
    }
    process.once('SIGTERM', end)
    process.once('SIGINT', end)
    if (options.seedFile === undefined) printCredentials(seed)
    console.log(`listening ${simulator.url}`)
  } catch (error) {
    console.error(explain(error, port))
    process.exitCode = 1
  }
}

await main()
