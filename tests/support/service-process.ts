import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { credentials } from './aws-account'

/** The encryption service as a program of its own, which can be killed. */
export interface ServiceProcess {
  url: string
  /** ends it at once, as a crash would */
  kill(): Promise<void>
}

/** Starts the program with these settings and nothing else in its environment. */
export async function startServiceProcess(settings: Record<string, string>): Promise<ServiceProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', 'encryption-service/main.ts'], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...settings,
      LATCHKEY_SERVICE_PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await untilListening(child)
  return {
    url: `http://127.0.0.1:${port}`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

async function untilListening(child: ChildProcess): Promise<void> {
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${said}`)))
    child.stdout?.on('data', (chunk) => {
      said += chunk
      if (said.includes('listening')) resolve()
    })
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
