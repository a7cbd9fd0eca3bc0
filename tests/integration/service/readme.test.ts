import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { SERVICE_TOKEN, ServiceWorld } from '../../support/service-world'

const run = promisify(execFile)
const world = new ServiceWorld()

/** A block of code of the README's part on calling the service, as it stands there. */
function exampleIn(language: 'sh' | 'ts'): string {
  const [, part = ''] = readFileSync('README.md', 'utf8').split('## From your own services')
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(part)?.[1] ?? ''
}

const environment = () => ({
  ...process.env,
  LATCHKEY_URL: world.url,
  LATCHKEY_TOKEN: SERVICE_TOKEN,
  ORGANIZATION: world.organization,
})
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
)

describe('the README’s examples, run as they stand', () => {
  it.skipIf(!hasCurl)('for curl gives a ciphertext', async () => {
    const { stdout } = await run('sh', ['-c', exampleIn('sh')], { env: environment() })
    expect(JSON.parse(stdout)).toEqual({ ciphertext: expect.stringMatching(/^[\w-]{100,}$/) })
  })

  it('in TypeScript encrypts and decrypts', async () => {
    const tsx = ['node_modules/tsx/dist/cli.mjs', '--input-type=module', '-e', exampleIn('ts')]
    const { stdout } = await run(process.execPath, tsx, { env: environment() })
    expect(stdout).toBe('correct horse\n')
  })
})
