import { parseArgs } from 'node:util'
import { parsePort, readJson, runProgram } from '../shared/program'
import { startAzureSimulator } from './index'
import { credentialsOf, defaultSeed, parseSeed } from './seed'

const USAGE =
  'Usage: node --import tsx simulators/azure-key-vault/main.ts [--port 4570] [--console-port 4571] [--seed FILE] [--data FILE]'

const text = { type: 'string' } as const

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: { port: text, 'console-port': text, seed: text, data: text } })
  const seed = values.seed === undefined ? defaultSeed() : parseSeed(readJson('seed', values.seed))
  const simulator = await startAzureSimulator({
    port: parsePort('port', values.port ?? '4570'),
    consolePort: parsePort('console-port', values['console-port'] ?? '4571'),
    seed,
    dataFile: values.data,
  })
  if (values.seed === undefined) console.log(credentialsOf(seed))
  console.log(`Every host of Azure at port ${simulator.port} of 127.0.0.1, by HTTPS`)
  return { url: simulator.consoleUrl ?? '', stop: simulator.stop }
})
