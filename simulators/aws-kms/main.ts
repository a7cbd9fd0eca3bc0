import { parseArgs } from 'node:util'
import { parsePort, runProgram } from '../shared/program'
import { startAwsKmsSimulator } from './index'
import { credentialsOf, defaultSeed, readSeed } from './seed'

const USAGE = 'Usage: node --import tsx simulators/aws-kms/main.ts [--port 4566] [--seed FILE] [--data FILE]'

await runProgram(USAGE, async () => {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, seed: { type: 'string' }, data: { type: 'string' } },
  })
  const port = parsePort('port', values.port ?? '4566')
  const seed = values.seed === undefined ? defaultSeed() : readSeed(values.seed)
  const simulator = await startAwsKmsSimulator({ port, seed, dataFile: values.data })
  if (values.seed === undefined) console.log(credentialsOf(seed))
  return simulator
})
