import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { PrivateJson } from '../../scripts/lib/private-json'
import { Problem } from '../../scripts/lib/problem.mjs'

const accounts = z.object({
  accounts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      principals: z.array(
        z.object({ arn: z.string(), accessKeyId: z.string(), secretAccessKey: z.string() }),
      ),
    }),
  ),
})

/** What a start of the demo made and keeps in its data folder. @throws Problem when something is missing */
export function readKept(dataFolder: string) {
  const kept = new PrivateJson(path.join(dataFolder, 'secrets.json'))
  const need = (name: string): string => {
    const value = kept.get(name)
    if (value === undefined) throw new Problem(`The start left no "${name}" in its data folder.`)
    return value
  }
  const cloud = accounts.parse(JSON.parse(readFileSync(path.join(dataFolder, 'aws-accounts.json'), 'utf8')))
  const account = (name: string) => {
    const found = cloud.accounts.find((candidate) => candidate.name === name)
    if (!found) throw new Problem(`The simulator has no account "${name}".`)
    return found
  }
  const [service] = account('Latchkey').principals
  if (!service) throw new Problem('The simulator has no identity for the encryption service.')
  const databaseUrl = (login: string, password: string) =>
    `postgresql://${login}:${password}@127.0.0.1:${need('port of PostgreSQL')}/latchkey`
  const serviceLogin = 'latchkey_service_login_latchkey'
  return {
    ownerUrl: databaseUrl('latchkey_owner', need('password of the database owner')),
    serviceDatabaseUrl: databaseUrl(serviceLogin, need(`SERVICE_DATABASE_URL password of ${serviceLogin}`)),
    serviceUrl: `http://127.0.0.1:${need('port of service')}`,
    simulatorUrl: `http://127.0.0.1:${need('port of AWS KMS simulator')}`,
    platformRoot: need('platform root'),
    customerAccountId: account('Northwind').id,
    service,
    storageFolder: path.join(dataFolder, 'objects'),
  }
}
export type Kept = ReturnType<typeof readKept>
