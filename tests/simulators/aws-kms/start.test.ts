import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'
import { startAwsKmsSimulator } from '@/simulators/aws-kms/index'
import { seed, start } from './setup'

let child: ChildProcess | null = null
afterEach(() => child?.kill('SIGKILL'))

/** Runs the program until it listens or ends. */
function run(...args: string[]): Promise<{ output: string; exitCode: Promise<number | null> }> {
  const program = spawn(process.execPath, ['--import', 'tsx', 'simulators/aws-kms/main.ts', ...args])
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

test('alone and without a seed it prints credentials and its address, and ends on SIGTERM', async () => {
  const { output, exitCode } = await run('--port', '0')
  expect(output).toContain('arn:aws:iam::111122223333:role/admin')
  expect(output).toMatch(/AWS_ACCESS_KEY_ID=AKIA\w{16}\n/)
  expect(output).toMatch(/listening http:\/\/127\.0\.0\.1:\d+\n/)
  child?.kill('SIGTERM')
  expect(await exitCode).toBe(0)
})

test('a taken port and a missing seed are one line each and exit code 1', async () => {
  const { port } = await start()
  for (const [args, line] of [
    [['--port', String(port)], `Port ${port} is taken. Stop what uses it or choose another one.\n`],
    [['--seed', '/nowhere.json'], /^The seed \/nowhere\.json can't be read: .*\n$/],
  ] as const) {
    const { output, exitCode } = await run(...args)
    expect(output).toMatch(line)
    expect(await exitCode).toBe(1)
  }
})

test('it listens on loopback only', async () => {
  await expect(startAwsKmsSimulator({ seed, host: '0.0.0.0' })).rejects.toThrow('loopback')
})

test('a seed that contradicts itself is refused', async () => {
  const [northwind] = seed.accounts
  if (!northwind) throw new Error('The seed has accounts.')
  await expect(startAwsKmsSimulator({ seed: { accounts: [northwind, northwind] } })).rejects.toThrow('twice')
  const moved = { ...northwind, id: '123456789012' }
  await expect(startAwsKmsSimulator({ seed: { accounts: [moved] } })).rejects.toThrow('not its own')
})
