import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { PrivateJson } from '../lib/private-json'
import { Problem } from '../lib/problem.mjs'
import type { Programs } from '../lib/programs'
import { step } from '../lib/steps.mjs'
import { AWS_REGION, type DemoIdentities, demoClouds, LATCHKEY_ACCOUNT, SERVICE_ROLE } from './clouds'
import { machineEnvironment } from './environments'
import type { Plan } from './plan'
import { rememberedPort } from './ports'

export interface Simulators {
  /** The console: the pages of the customers' clouds. */
  url: string
  /** The settings that point both programs at the simulators, the encryption service's credentials included. */
  settings: Record<string, string>
  /** Who we are in Azure and Google for each organization. */
  identities: DemoIdentities
}

/** Starts the simulators of all clouds in one program, with the customers' places in them and ours. */
export async function startSimulators(plan: Plan, programs: Programs): Promise<Simulators> {
  const { kept } = plan
  const folder = path.join(plan.dataFolder, 'clouds')
  if (kept.get('platform root') !== undefined && !existsSync(seedPath(plan))) {
    throw new Problem(
      `${plan.dataFolder} is the demo of an earlier version; move it away to start a new one.`,
    )
  }
  const ports = {
    port: await rememberedPort(kept, 'the clouds’ pages'),
    'aws-port': await rememberedPort(kept, 'AWS KMS simulator'),
    'azure-port': await rememberedPort(kept, 'Azure Key Vault simulator'),
    'google-port': await rememberedPort(kept, 'Google Cloud KMS simulator'),
    'google-auth-port': await rememberedPort(kept, 'Google’s tokens'),
  }
  const { seed, service, identities } = demoClouds(kept)
  const at = (port: number) => `http://127.0.0.1:${port}`
  const url = at(ports.port)
  await step('Start the simulators of the clouds', () =>
    programs.start({
      name: 'simulators',
      args: [
        ...['--import', 'tsx', 'simulators/main.ts', '--data', folder, '--seed', seedFile(plan, seed)],
        ...Object.entries(ports).flatMap(([name, port]) => [`--${name}`, String(port)]),
      ],
      env: machineEnvironment(process.env),
      readyUrl: `${url}/_control/aws/accounts`,
      echo: false,
    }),
  )
  return {
    url,
    identities,
    settings: {
      LATCHKEY_SIMULATOR_URL: url,
      LATCHKEY_AWS_ENDPOINT: at(ports['aws-port']),
      LATCHKEY_AWS_PRINCIPAL_ARN: SERVICE_ROLE,
      LATCHKEY_PLATFORM_ROOT: await platformRoot(url, kept),
      AWS_REGION,
      AWS_ACCESS_KEY_ID: service.aws.accessKeyId,
      AWS_SECRET_ACCESS_KEY: service.aws.secretAccessKey,
      LATCHKEY_AZURE_SIMULATOR: JSON.stringify(await azureWire(url)),
      LATCHKEY_AZURE_CLIENT_SECRETS: JSON.stringify(service.azure),
      LATCHKEY_GOOGLE_SIMULATOR: JSON.stringify({
        kmsUrl: at(ports['google-port']),
        authUrl: at(ports['google-auth-port']),
        credentials: service.google,
      }),
    },
  }
}

const seedPath = ({ dataFolder }: Plan) => path.join(dataFolder, 'clouds.json')

/** Written at the first start; what the simulators made of it since then is in their own files. */
function seedFile(plan: Plan, seed: object): string {
  const file = seedPath(plan)
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(seed, null, 2)}\n`, { mode: 0o600 })
  return file
}

/** Where every host of Azure answers, and who signed the certificate of this run. */
async function azureWire(url: string): Promise<unknown> {
  const response = await fetch(`${url}/_control/azure/wire`)
  if (!response.ok) throw new Problem(`The Azure simulator says nothing of its wire (${response.status}).`)
  return response.json()
}

/** The ARN of the platform's root key, which is made in our account at the first start. */
async function platformRoot(url: string, kept: PrivateJson): Promise<string> {
  const known = kept.get('platform root')
  if (known) return known
  const response = await fetch(`${url}/_control/aws/accounts/${LATCHKEY_ACCOUNT}/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      region: AWS_REGION,
      description: 'Latchkey platform root',
      alias: 'alias/platform-root',
    }),
  })
  const { key } = (await response.json()) as { key?: { arn: string } }
  if (!key) throw new Problem(`The AWS KMS simulator made no platform root (${response.status}).`)
  kept.set('platform root', key.arn)
  return key.arn
}
