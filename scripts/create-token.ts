// npm run token: makes the token of one of the vendor's own services and prints it once.
import { parseArgs } from 'node:util'
import { LatchkeyError } from '../lib/domain/errors'
import { ownerEnv, SettingsError } from '../lib/env'
import { openStore } from '../lib/store/open'
import { createToken } from '../lib/use-cases/setup/create-token'
import { Problem, reportEnd } from './lib/problem.mjs'

const USAGE = `Usage, with the owner's DATABASE_URL in the environment:
  npm run token -- --name billing --encrypt secrets_and_credentials --decrypt secrets_and_credentials
    --encrypt, --decrypt   data classes, with commas between; none if not given
    --organization ID      the only organization it serves; any, if not given
    --days N               how long it lives; for ever, if not given
    --requires-session     for what people sign in to: opens nothing without their live session
A token of the same name gets a new secret and these limits; the old secret is worth nothing from then on.`

const DAY_MS = 24 * 60 * 60 * 1000
const list = (words: string) => words.split(',').filter((word) => word !== '')

async function main(): Promise<void> {
  const { values } = readArguments()
  if (!values.name) throw new Problem(USAGE)
  const now = new Date()
  const store = openStore(ownerEnv().databaseUrl, 1)
  try {
    const wanted = {
      name: values.name,
      encryptClasses: list(values.encrypt),
      decryptClasses: list(values.decrypt),
      organizationId: values.organization ?? null,
      requiresSession: values['requires-session'],
      expiresAt: values.days ? new Date(now.getTime() + Number(values.days) * DAY_MS) : null,
    }
    console.log(await createToken(store, wanted, now))
  } finally {
    await store.close()
  }
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        name: { type: 'string' },
        encrypt: { type: 'string', default: '' },
        decrypt: { type: 'string', default: '' },
        organization: { type: 'string' },
        days: { type: 'string' },
        'requires-session': { type: 'boolean', default: false },
      },
    })
  } catch (cause) {
    throw new Problem(USAGE, { cause })
  }
}

main().catch((error: unknown) => {
  reportEnd(readable(error))
  process.exitCode = 1
})

function readable(error: unknown): unknown {
  if (error instanceof SettingsError) return new Problem(error.message)
  if (!(error instanceof LatchkeyError)) return error
  const lines = Object.entries(error.fields).map(([name, text]) => `${name}: ${text}`)
  return new Problem(lines.join('\n'))
}
