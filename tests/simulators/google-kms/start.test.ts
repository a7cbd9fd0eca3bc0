import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'
import { start } from './setup'

let child: ChildProcess | null = null
afterEach(() => child?.kill('SIGKILL'))

/** Runs the program until it listens or ends. */
function run(...args: string[]): Promise<{ output: string; exitCode: Promise<number | null> }> {
  const ports = ['--port', '0', '--auth-port', '0', '--console-port', '0']
  const program = spawn(process.execPath, [
    '--import',
    'tsx',
    'simulators/google-kms/main.ts',
    ...ports,
    ...args,
  ])
  child = program
  const exitCode = new Promise<number | null>((resolve) => program.once('exit', resolve))
  return new Promise((resolve) => {
    let output = ''
    const onData = (chunk: Buffer) => {
      output += chunk
      if (output.includes('listening ')) resolve({ output, exitCode })
    }
    program.stdout.on('data', onData)
    program.stderr.on('data', onData)
    program.once('close', () => resolve({ output, exitCode }))
  })
}

test('alone and without a seed it prints credentials and its addresses, and ends on SIGTERM', async () => {
  const { output, exitCode } = await run()
  expect(output).toContain('# serviceAccount:latchkey@latchkey-service.iam.gserviceaccount.com')
  expect(output).toMatch(/"type":"authorized_user"/)
  expect(output).toMatch(/Cloud KMS \(gRPC\) at http:\/\/127\.0\.0\.1:\d+\n/)
  expect(output).toMatch(/Tokens at http:\/\/127\.0\.0\.1:\d+\n/)
  expect(output).toMatch(/listening http:\/\/127\.0\.0\.1:\d+\n/)
  child?.kill('SIGTERM')
  expect(await exitCode).toBe(0)
})

test('a taken port and a missing seed are one line each and exit code 1', async () => {
  const { kmsUrl } = await start()
  const { port } = new URL(kmsUrl)
  for (const [args, line] of [
    [['--port', port], `Port ${port} is taken. Stop what uses it or choose another one.\n`],
    [['--seed', '/nowhere.json'], /^The seed \/nowhere\.json can't be read: .*\n$/],
  ] as const) {
    const { output, exitCode } = await run(...args)
    expect(output).toMatch(line)
    expect(await exitCode).toBe(1)
  }
})
