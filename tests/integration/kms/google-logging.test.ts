import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { ACCOUNT, contextOf, credentials, GoogleWorld, nameOf } from './google-world'

const world = new GoogleWorld()

/** Wraps a share with everything logged that Google’s libraries can log: tokens, requests, plaintext. */
const PROGRAM = `
import { RootKeys } from '@/lib/kms'
const { endpoint, credentials, key, serviceAccount, context } = JSON.parse(process.argv[1])
const rootKeys = new RootKeys({ aws: {}, google: { endpoint, credentials } })
const rootKey = rootKeys.google(key, { serviceAccount })
await rootKey.unwrap(await rootKey.wrap(Buffer.alloc(32, 'S'), context), context)
rootKeys.close()
console.log('wrapped')
`

it('Google’s libraries log no token and no share, though they were told to log everything', async () => {
  const name = await world.createKey()
  const { endpoint } = world
  const given = { endpoint, credentials, key: nameOf(name), serviceAccount: ACCOUNT, context: contextOf() }
  const output = await run(PROGRAM, JSON.stringify(given), { GOOGLE_SDK_NODE_LOGGING: 'all' })
  expect(output.trim()).toBe('wrapped')
})

function run(program: string, argument: string, env: Record<string, string>): Promise<string> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program, argument],
    {
      env: { ...process.env, ...env },
    },
  )
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) => child.once('close', () => resolve(output)))
}
