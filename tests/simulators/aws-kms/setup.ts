import { CreateKeyCommand, KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms'
import { afterAll } from 'vitest'
import { type Simulator, type SimulatorOptions, startAwsKmsSimulator } from '@/simulators/aws-kms/index'

export const NORTHWIND = '111122223333'
export const LATCHKEY = '999988887777'
export const ADMIN = `arn:aws:iam::${NORTHWIND}:role/admin`
export const READER = `arn:aws:iam::${NORTHWIND}:role/reader`
export const SERVICE = `arn:aws:iam::${LATCHKEY}:role/latchkey-encryption-service`
export const REGION = 'eu-central-1'

const allow = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
})
const credentials = (name: string) => ({
  accessKeyId: `AKIA${name.padEnd(16, 'X')}`,
  secretAccessKey: `not-a-real-secret-of-${name}`,
})
export const CREDENTIALS = {
  admin: credentials('ADMIN'),
  reader: credentials('READER'),
  service: credentials('SERVICE'),
}

export const seed = {
  accounts: [
    {
      id: NORTHWIND,
      name: 'Northwind',
      principals: [
        { arn: ADMIN, ...CREDENTIALS.admin, policy: allow('kms:*') },
        { arn: READER, ...CREDENTIALS.reader, policy: allow('kms:DescribeKey') },
      ],
    },
    {
      id: LATCHKEY,
      name: 'Latchkey',
      principals: [
        {
          arn: SERVICE,
          ...CREDENTIALS.service,
          policy: allow(
            'kms:Encrypt',
            'kms:Decrypt',
            'kms:GenerateDataKey*',
            'kms:DescribeKey',
            'kms:ReEncrypt*',
            'sts:AssumeRole',
          ),
        },
      ],
    },
  ],
}

const running: Simulator[] = []
afterAll(() => Promise.all(running.splice(0).map((simulator) => simulator.stop())))

/** Starts a simulator that ends with the file's tests. */
export async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startAwsKmsSimulator({ seed, ...options })
  running.push(simulator)
  return simulator
}

/** The real SDK's client for one of the seed's principals; one attempt, so that each answer is seen. */
export function client(
  simulator: Simulator,
  who: keyof typeof CREDENTIALS,
  config: Partial<KMSClientConfig> = {},
): KMSClient {
  return new KMSClient({
    endpoint: simulator.url,
    region: REGION,
    credentials: CREDENTIALS[who],
    maxAttempts: 1,
    ...config,
  })
}

/** A key policy with the account's own root statement and whatever else is given. */
export function keyPolicy(...statements: object[]): string {
  const root = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${NORTHWIND}:root` },
    Action: 'kms:*',
    Resource: '*',
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: [root, ...statements] })
}

/** What Latchkey asks a customer for: use of the key by its role, for one organization's context only. */
export const SHARED = {
  Sid: 'Latchkey',
  Effect: 'Allow',
  Principal: { AWS: SERVICE },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
  Resource: '*',
  Condition: { StringEquals: { 'kms:EncryptionContext:organization': 'org_1' } },
}
export const SHARED_DESCRIBE = {
  Effect: 'Allow',
  Principal: { AWS: SERVICE },
  Action: 'kms:DescribeKey',
  Resource: '*',
}

/** Creates a key in Northwind's account and gives its ARN. */
export async function createKey(kms: KMSClient, policy?: string): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: policy }))
  if (!KeyMetadata?.Arn) throw new Error('CreateKey gave no ARN.')
  return KeyMetadata.Arn
}

/** Calls the control API. */
export async function control(simulator: Simulator, method: string, path: string, body?: object) {
  const response = await fetch(`${simulator.url}/_control/aws${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

export const keyIdOf = (arn: string): string => arn.split('/')[1] ?? ''
export function keyPath(arn: string): string {
  const [, , , region, account] = arn.split(':')
  return `/accounts/${account}/keys/${region}/${keyIdOf(arn)}`
}
export const pagePath = (arn: string): string => `/aws${keyPath(arn)}`
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
