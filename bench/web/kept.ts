import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { PrivateJson } from '../../scripts/lib/private-json'
import { Problem } from '../../scripts/lib/problem.mjs'

const clouds = z.object({
  aws: z.object({
    accounts: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        principals: z.array(
          z.object({ arn: z.string(), accessKeyId: z.string(), secretAccessKey: z.string() }),
        ),
      }),
    ),
  }),
})

/** What a start of the demo made and keeps in its data folder. @throws Problem when something is missing */
export function readKept(dataFolder: string) {
  const kept = new PrivateJson(path.join(dataFolder, 'secrets.json'))
  const need = (name: string): string => {
    const value = kept.get(name)
    if (value === undefined) throw new Problem(`The start left no "${name}" in its data folder.`)
    return value
  }
  const cloud = clouds.parse(JSON.parse(readFileSync(path.join(dataFolder, 'clouds.json'), 'utf8'))).aws
  const account = (name: string) => {
    const found = cloud.accounts.find((candidate) => candidate.name === name)
    if (!found) throw new Problem(`The simulator has no account "${name}".`)
    return found
  }
  const [service] = account('Latchkey').principals
  if (!service) throw new Problem('The simulator has no identity for the encryption service.')
  const databaseUrl = (login: string, password: string) =>
    `postgresql://${login}:${password}@127.0.0.1:${need('port of PostgreSQL')}/latchkey`
  const programUrl = (program: 'web' | 'service') => {
    const login = `latchkey_${program}_login_latchkey`
    return databaseUrl(login, need(`${program.toUpperCase()}_DATABASE_URL password of ${login}`))
  }
  const serviceUrl = `http://127.0.0.1:${need('port of service')}`
  const simulatorUrl = `http://127.0.0.1:${need('port of the clouds’ pages')}`
  const common = {
    LATCHKEY_MODE: 'demo',
    LATCHKEY_STORAGE_DIR: path.join(dataFolder, 'objects'),
    LATCHKEY_AWS_PRINCIPAL_ARN: service.arn,
  }
  return {
    ownerUrl: databaseUrl('latchkey_owner', need('password of the database owner')),
    serviceUrl,
    simulatorUrl,
    customerAccountId: account('Northwind').id,
    principalArn: service.arn,
    /** The settings of a program that works as web does. */
    webSettings: {
      ...common,
      NEXTAUTH_URL: 'http://127.0.0.1',
      NEXTAUTH_SECRET: need('session secret'),
      WEB_DATABASE_URL: programUrl('web'),
      LATCHKEY_SERVICE_URL: serviceUrl,
      LATCHKEY_WEB_TOKEN: need('token of web'),
    },
    /** The settings of one more encryption service, but for its port. */
    serviceSettings: {
      ...common,
      SERVICE_DATABASE_URL: programUrl('service'),
      LATCHKEY_PLATFORM_ROOT: need('platform root'),
      LATCHKEY_AWS_ENDPOINT: `http://127.0.0.1:${need('port of AWS KMS simulator')}`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: service.accessKeyId,
      AWS_SECRET_ACCESS_KEY: service.secretAccessKey,
    },
  }
}
export type Kept = ReturnType<typeof readKept>
