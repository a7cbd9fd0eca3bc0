import { type ChildProcess, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { makeCertificates } from '@/simulators/azure-key-vault/tls/certificates'
import { control, NORTHWIND, start } from './setup'

let child: ChildProcess | null = null
afterEach(() => child?.kill('SIGKILL'))

/** Runs the program until it listens or ends. */
function run(...args: string[]): Promise<{ output: string; exitCode: Promise<number | null> }> {
  const program = spawn(process.execPath, ['--import', 'tsx', 'simulators/azure-key-vault/main.ts', ...args])
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
  const { output, exitCode } = await run('--port', '0', '--console-port', '0')
  expect(output).toMatch(/AZURE_CLIENT_SECRET=\S{30,}\n/)
  expect(output).toMatch(/at port \d+ of 127\.0\.0\.1/)
  const address = /listening (http:\/\/127\.0\.0\.1:\d+)\n/.exec(output)?.[1]
  const { authority } = (await (await fetch(`${address}/_control/azure/wire`)).json()) as {
    authority: string
  }
  expect(new X509Certificate(authority).ca).toBe(true)
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

test('its certificate is for Azure’s hosts alone, by an authority that signs nothing else', () => {
  const { authority, server } = makeCertificates(['*.vault.azure.net', 'login.microsoftonline.com'])
  const [issuer, own] = [new X509Certificate(authority), new X509Certificate(server.certificate)]
  expect(own.verify(issuer.publicKey)).toBe(true)
  expect(own.checkIssued(issuer)).toBe(true)
  expect(own.ca).toBe(false)
  expect(own.checkHost('northwind.vault.azure.net')).toBeDefined()
  for (const host of ['a.b.vault.azure.net', 'localhost', 'management.azure.com']) {
    expect(own.checkHost(host)).toBeUndefined()
  }
  expect(Date.parse(own.validTo)).toBeGreaterThan(Date.now())
})

test('pages show no markup of a name’s, and nothing where nothing is', async () => {
  const simulator = await start()
  for (const path of ['/azure/vaults/none', '/azure/tenants/none', `/azure/tenants/${NORTHWIND}/keys/x`]) {
    expect((await fetch(simulator.consoleUrl + path)).status).toBe(404)
  }
  const foreign = await fetch(`${simulator.consoleUrl}/azure/vaults/northwind`, {
    headers: { origin: 'https://evil.example' },
  })
  expect(foreign.status).toBe(403)
  expect((await control(simulator, 'GET', '/wire')).body.port).toBe(simulator.port)
})
