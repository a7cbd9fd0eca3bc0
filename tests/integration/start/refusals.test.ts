import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFreePort } from '../../../scripts/lib/ports.mjs'

const root = path.resolve(import.meta.dirname, '../../..')

/** Runs `npm start`'s program with nothing but these settings; it must end by itself. */
function start(settings: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test' as const, ...settings }
  const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: root, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}

const complaints = (output: string) => output.split('\n').filter((line) => line.startsWith('✖'))

describe('a start that can’t be', () => {
  let folder: string
  let settings: Record<string, string>

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-start-'))
    chmodSync(folder, 0o755)
    settings = { PORT: String(await findFreePort()), LATCHKEY_DATA_DIR: folder }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  async function refusal(more: Record<string, string>): Promise<string> {
    const { code, output } = await start({ ...settings, ...more })
    expect(code).toBe(1)
    expect(complaints(output), output).toHaveLength(1)
    return output
  }

  it('says so in one line when the port is taken', async () => {
    const server = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    try {
      expect(await refusal({ PORT: String(port) })).toContain(`Port ${port} is taken`)
    } finally {
      server.close()
    }
  })

  it('refuses a port that is none', async () => {
    expect(await refusal({ PORT: 'http' })).toContain('PORT is not a port number')
  })

  it('refuses to show the demo to other machines', async () => {
    expect(await refusal({ LATCHKEY_WEB_HOST: '0.0.0.0' })).toContain('LATCHKEY_WEB_HOST')
    expect(await refusal({ LATCHKEY_SERVICE_HOST: '10.0.0.7' })).toContain('LATCHKEY_SERVICE_HOST')
  })

  it('says so when the data folder is none', async () => {
    const file = path.join(folder, 'file')
    writeFileSync(file, '')
    expect(await refusal({ LATCHKEY_DATA_DIR: file })).toContain(file)
  })

  it('says so when what it kept is broken', async () => {
    writeFileSync(path.join(folder, 'secrets.json'), '{"half a')
    expect(await refusal({})).toContain('secrets.json is broken')
  })

  it('leaves a folder alone that another start has', async () => {
    const script = path.join(folder, 'start.mjs')
    writeFileSync(script, 'setInterval(() => {}, 1000)')
    const other = spawn(process.execPath, [script])
    writeFileSync(path.join(folder, 'start.pid'), String(other.pid))
    try {
      expect(await refusal({})).toContain(`process ${other.pid}`)
    } finally {
      other.kill()
    }
  })

  it('lists all settings that production lacks, and shows no value', async () => {
    const output = await refusal({
      LATCHKEY_MODE: 'production',
      NEXTAUTH_SECRET: 'hush',
      DATABASE_URL: 'hush',
    })
    for (const name of [
      'NEXTAUTH_URL',
      'LATCHKEY_WEB_TOKEN',
      'LATCHKEY_PLATFORM_ROOT',
      'LATCHKEY_STORAGE_DIR',
    ]) {
      expect(output).toContain(`${name} is missing`)
    }
    expect(output).toContain('NEXTAUTH_SECRET is shorter')
    expect(output).toContain('DATABASE_URL is not a postgresql address')
    expect(output).not.toContain('hush')
  })

  it('takes no secret of the demo into production', async () => {
    const secret = 'q8Zr1vXw5LkT0bNc7HsJ2dGf9MyPaUeE'
    writeFileSync(path.join(folder, 'secrets.json'), JSON.stringify({ 'session secret': secret }))
    const output = await refusal({ LATCHKEY_MODE: 'production', NEXTAUTH_SECRET: secret })
    expect(output).toContain("NEXTAUTH_SECRET is the demo's own")
  })
})
