import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Simulators, startSimulators } from '@/simulators/start'
import { seed as aws, NORTHWIND } from '../aws-kms/setup'
import { seed as azure, NORTHWIND as TENANT } from '../azure-key-vault/setup'
import { seed as google, PROJECT } from '../google-kms/setup'

const seed = { aws, azure, google }

let running: Simulators | null = null
afterEach(() => running?.stop())

test('one console shows all clouds, on its own port and beside each protocol', async () => {
  const dataFolder = join(mkdtempSync(join(tmpdir(), 'clouds-')), 'state')
  running = await startSimulators({ seed, dataFolder })
  expect(running.url).not.toBe(running.aws.url)
  for (const url of [running.url, running.aws.url]) {
    const home = await (await fetch(url)).text()
    expect(home).toContain(`<a href="/aws/accounts/${NORTHWIND}">`)
    expect(home).toContain(`<a href="/azure/tenants/${TENANT}">`)
    expect(home).toContain(`<a href="/google/projects/${PROJECT}">`)
    const made = await fetch(`${url}/_control/aws/accounts/${NORTHWIND}/keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"region":"eu-central-1"}',
    })
    expect(made.status).toBe(200)
  }
  await running.stop()
  for (const file of ['aws-kms.json', 'azure-key-vault.json', 'google-kms.json'])
    expect(existsSync(join(dataFolder, file))).toBe(true)
})

test('a port that is taken leaves nothing running', async () => {
  running = await startSimulators({ seed })
  const port = Number(new URL(running.url).port)
  await expect(startSimulators({ seed, port })).rejects.toThrow('EADDRINUSE')
})
