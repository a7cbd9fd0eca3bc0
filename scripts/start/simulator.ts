import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { PrivateJson } from '../lib/private-json'
import { Problem } from '../lib/problem.mjs'
import type { Programs } from '../lib/programs'
import { step } from '../lib/steps.mjs'
import { machineEnvironment } from './environments'
import type { Plan } from './plan'
import { rememberedPort } from './ports'

const REGION = 'eu-central-1'
const NORTHWIND = '111122223333'
const LATCHKEY = '999988887777'
const SERVICE_ROLE = `arn:aws:iam::${LATCHKEY}:role/latchkey-encryption-service`
/** What the encryption service may ask for in the cloud; whether a key lets it is the key policy's word. */
const SERVICE_ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:DescribeKey',
  'kms:GetKeyRotationStatus',
]

export interface Simulator {
  url: string
  /** The settings that point both programs at the simulator, the encryption service's credentials included. */
  settings: Record<string, string>
}

/** Starts the AWS KMS simulator with two accounts: the customer's, and ours with the platform root in it. */
export async function startSimulator(plan: Plan, programs: Programs): Promise<Simulator> {
  const url = `http://127.0.0.1:${await rememberedPort(plan.kept, 'AWS KMS simulator')}`
  const service = {
    accessKeyId: plan.kept.getOrMake('access key id of the encryption service', makeAccessKeyId),
    secretAccessKey: plan.kept.getOrMake('secret access key of the encryption service'),
  }
  await step('Start the AWS KMS simulator', () =>
    programs.start({
      name: 'AWS KMS simulator',
      args: [
        ...['--import', 'tsx', 'simulators/aws-kms/main.ts', '--port', new URL(url).port],
        ...['--data', path.join(plan.dataFolder, 'aws-kms.json'), '--seed', seedFile(plan, service)],
      ],
      env: machineEnvironment(process.env),
      readyUrl: `${url}/_control/aws/accounts`,
      echo: false,
    }),
  )
  return {
    url,
    settings: {
      LATCHKEY_SIMULATOR_URL: url,
      LATCHKEY_AWS_ENDPOINT: url,
      LATCHKEY_AWS_PRINCIPAL_ARN: SERVICE_ROLE,
      LATCHKEY_PLATFORM_ROOT: await platformRoot(url, plan.kept),
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: service.accessKeyId,
      AWS_SECRET_ACCESS_KEY: service.secretAccessKey,
    },
  }
}

interface Credentials {
  accessKeyId: string
  secretAccessKey: string
}

function seedFile(plan: Plan, service: Credentials): string {
  const file = path.join(plan.dataFolder, 'aws-accounts.json')
  if (existsSync(file)) return file
  const admin = { accessKeyId: makeAccessKeyId(), secretAccessKey: randomBytes(30).toString('base64') }
  const accounts = [
    {
      id: NORTHWIND,
      name: 'Northwind',
      principals: [principal(`arn:aws:iam::${NORTHWIND}:role/admin`, admin, ['kms:*'])],
    },
    { id: LATCHKEY, name: 'Latchkey', principals: [principal(SERVICE_ROLE, service, SERVICE_ACTIONS)] },
  ]
  writeFileSync(file, `${JSON.stringify({ accounts }, null, 2)}\n`, { mode: 0o600 })
  return file
}

const principal = (arn: string, credentials: Credentials, actions: string[]) => ({
  arn,
  ...credentials,
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
})

function makeAccessKeyId(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return `AKIA${[...randomBytes(16)].map((byte) => letters[byte % letters.length]).join('')}`
}

/** The ARN of the platform's root key, which is made in our account at the first start. */
async function platformRoot(url: string, kept: PrivateJson): Promise<string> {
  const known = kept.get('platform root')
  if (known) return known
  const response = await fetch(`${url}/_control/aws/accounts/${LATCHKEY}/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      region: REGION,
      description: 'Latchkey platform root',
      alias: 'alias/platform-root',
    }),
  })
  const { key } = (await response.json()) as { key?: { arn: string } }
  if (!key) throw new Problem(`The AWS KMS simulator made no platform root (${response.status}).`)
  kept.set('platform root', key.arn)
  return key.arn
}
