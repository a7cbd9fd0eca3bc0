import { parseArgs } from 'node:util'
import { parsePort, readJson, runProgram } from '../shared/program'
import { startGoogleKmsSimulator } from './index'
import { seedSchema } from './principals'
import { credentialsOf, defaultSeed } from './seed'

const USAGE =
  'Usage: node --import tsx simulators/google-kms/main.ts [--port 4568] [--auth-port 4569] [--console-port 4567] [--seed FILE] [--data FILE]'

const text = { type: 'string' } as const

await runProgram(USAGE, async () => {
  const { values } = parseArgs({
    options: { port: text, 'auth-port': text, 'console-port': text, seed: text, data: text },
  })
  const seed = values.seed === undefined ? defaultSeed() : seedSchema.parse(readJson('seed', values.seed))
  const simulator = await startGoogleKmsSimulator({
    port: parsePort('port', values.port ?? '4568'),
    authPort: parsePort('auth-port', values['auth-port'] ?? '4569'),
    consolePort: parsePort('console-port', values['console-port'] ?? '4567'),
    seed,
    dataFile: values.data,
  })
  if (values.seed === undefined) console.log(credentialsOf(seed))
  console.log(`Cloud KMS (gRPC) at ${simulator.kmsUrl}`)
  console.log(`Tokens at ${simulator.authUrl}`)
  return { url: simulator.consoleUrl ?? '', stop: simulator.stop }
})
