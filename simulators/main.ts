import { parseArgs } from 'node:util'
import { z } from 'zod'
import { credentialsOf, defaultSeed, seedSchema } from './aws-kms/seed'
import { parsePort, readJson, runProgram } from './shared/program'
import { startSimulators } from './start'

const USAGE =
  'Usage: node --import tsx simulators/main.ts [--port 4560] [--aws-port 4566] [--seed FILE] [--data FOLDER]'

/** One file for all clouds, each under its name. */
const seedFile = z.strictObject({ aws: seedSchema })

await runProgram(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'aws-port': { type: 'string' },
      seed: { type: 'string' },
      data: { type: 'string' },
    },
  })
  const seed =
    values.seed === undefined ? { aws: defaultSeed() } : seedFile.parse(readJson('seed', values.seed))
  const simulators = await startSimulators({
    port: parsePort('port', values.port ?? '4560'),
    awsPort: parsePort('aws-port', values['aws-port'] ?? '4566'),
    seed,
    dataFolder: values.data,
  })
  if (values.seed === undefined) console.log(credentialsOf(seed.aws))
  console.log(`AWS KMS at ${simulators.aws.url}`)
  return simulators
})
