import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/google-kms'
import { ACCOUNT, control, createKey, PROJECT, start, VENDOR } from './setup'

let simulator: Simulator
beforeAll(async () => {
  simulator = await start()
})

const get = async (path: string) => {
  const response = await fetch(simulator.consoleUrl + path)
  return { status: response.status, text: await response.text() }
}

test('the project’s page shows its keys with state in words, and not those of others', async () => {
  const name = await createKey(simulator, 'shown')
  await control(simulator, 'POST', `/${name}/cryptoKeyVersions/1/disable`, {})
  const page = await get(`/google/projects/${PROJECT}`)
  expect(page.text).toContain('<h1>Northwind’s Google Cloud project</h1>')
  expect(page.text).toContain(`data-copy="${name}"`)
  expect(page.text).toMatch(/<\/svg>Disabled<\/span>/)
  const vendor = await get(`/google/projects/${VENDOR}`)
  expect(vendor.text).not.toContain(name)
  expect(vendor.text).toContain(ACCOUNT)
  expect((await get(`/google/${name}`)).status).toBe(200)
  expect((await get(`/google/${name.replace(PROJECT, VENDOR)}`)).status).toBe(404)
  expect((await get(`/google/${name}x`)).status).toBe(404)
  expect((await get('/')).text).toContain(`/google/projects/${PROJECT}`)
})

test('no page shows a secret, and what people named stays text', async () => {
  const evil = { id: 'org-evil-one', name: '<script>alert(1)</script>"' }
  await control(simulator, 'POST', `/projects/${VENDOR}/service-accounts`, evil)
  for (const path of ['/', `/google/projects/${PROJECT}`, `/google/projects/${VENDOR}`]) {
    const { text } = await get(path)
    expect(text).not.toMatch(/secret-of|refresh-of|ya29\./)
    expect(text).not.toContain('<script>alert')
    expect(text).not.toMatch(/<script>|\sstyle=|\son\w+=/)
  }
})
