import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { arnsIn, type SetUp } from './outcome'

const CLI = path.resolve(import.meta.dirname, 'aws.mjs')

/** Runs a script by bash, with our AWS CLI in the path, in a folder of its own. Any failing command fails it. */
export async function runScript(script: string, simulatorUrl: string, account: string): Promise<SetUp> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'aws-cli-'))
  const command = path.join(folder, 'aws')
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`)
  chmodSync(command, 0o755)
  const file = path.join(folder, 'script.sh')
  writeFileSync(file, script)
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    PATH: `${folder}:/usr/bin:/bin`,
    SIMULATOR_URL: simulatorUrl,
    SIMULATOR_ACCOUNT: account,
  }
  try {
    const bash = promisify(execFile)('bash', ['-eu', '-o', 'pipefail', file], { cwd: folder, env })
    return arnsIn((await bash).stdout)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
