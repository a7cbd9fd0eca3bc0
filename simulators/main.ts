import { parseArgs } from 'node:util'
import { z } from 'zod'
import * as aws from './aws-kms/seed'
import * as azure from './azure-key-vault/seed'
import { seedSchema as googleSeedSchema } from './google-kms/principals'
import * as google from './google-kms/seed'
import { parsePort, readJson, runProgram } from './shared/program'
import { startSimulators } from './start'

const USAGE =
  'Usage: node --import tsx simulators/main.ts [--port 4560] [--aws-port 4566] [--azure-port 4570] [--google-port 4568] [--google-auth-port 4569] [--seed FILE] [--data FOLDER]'

/** One file for all clouds, each under its name. */
const seedFile = z.strictObject({ aws: aws.seedSchema, azure: azure.seedSchema, google: googleSeedSchema })

await runProgram(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'aws-port': { type: 'string' },
      'azure-port': { type: 'string' },
      'google-port': { type: 'string' },
      'google-auth-port': { type: 'string' },
      seed: { type: 'string' },
      data: { type: 'string' },
    },
  })
  const seed =
    values.seed === undefined
      ? { aws: aws.defaultSeed(), azure: azure.defaultSeed(), google: google.defaultSeed() }
      : seedFile.parse(readJson('seed', values.seed))
  const simulators = await startSimulators({
    port: parsePort('port', values.port ?? '4560'),
    awsPort: parsePort('aws-port', values['aws-port'] ?? '4566'),
    azurePort: parsePort('azure-port', values['azure-port'] ?? '4570'),
    googlePort: parsePort('google-port', values['google-port'] ?? '4568'),
    googleAuthPort: parsePort('google-auth-port', values['google-auth-port'] ?? '4569'),
    seed,
    dataFolder: values.data,
  })
  if (values.seed === undefined) {
    console.log(aws.credentialsOf(seed.aws))
    console.log(azure.credentialsOf(seed.azure))
    console.log(google.credentialsOf(seed.google))
  }
  console.log(`AWS KMS at ${simulators.aws.url}`)
  console.log(`Every host of Azure at port ${simulators.azure.port} of 127.0.0.1, by HTTPS`)
  console.log(
    `Google Cloud KMS (gRPC) at ${simulators.google.kmsUrl}, its tokens at ${simulators.google.authUrl}`,
  )
  return simulators
})
