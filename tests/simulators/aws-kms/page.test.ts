import { beforeAll, expect, test } from 'vitest'
import type { Simulator } from '@/simulators/aws-kms/index'
import { client, control, createKey, keyPath, LATCHKEY, NORTHWIND, pagePath, start } from './setup'

let simulator: Simulator
beforeAll(async () => {
  simulator = await start()
})

const get = async (path: string) => {
  const response = await fetch(simulator.url + path)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

test('the account’s page shows its keys with state in words, and not those of others', async () => {
  const key = await createKey(client(simulator, 'admin'))
  await control(simulator, 'POST', `${keyPath(key)}/disable`)
  const page = await get(`/aws/accounts/${NORTHWIND}`)
  expect(page.text).toContain('<h1>Northwind’s AWS account</h1>')
  expect(page.text).toContain(`data-copy="${key}"`)
  expect(page.text).toMatch(/<\/svg>Disabled<\/span>/)
  expect((await get(`/aws/accounts/${LATCHKEY}`)).text).not.toContain(key)
  expect((await get(pagePath(key))).status).toBe(200)
  expect((await get(pagePath(key).replace(NORTHWIND, LATCHKEY))).status).toBe(404)
})

test('what a key says of itself, its policy and its context stay text', async () => {
  const evil = `</textarea><script>alert(1)</script>"'&`
  const { key } = (
    await control(simulator, 'POST', `/accounts/${NORTHWIND}/keys`, {
      region: 'eu-central-1',
      description: evil,
    })
  ).body
  for (const path of [`/aws/accounts/${NORTHWIND}`, pagePath(key.arn)]) {
    const { text } = await get(path)
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('&#60;/textarea&#62;&#60;script&#62;')
  }
})

test('the page runs nothing but its own script and can be put in no frame', async () => {
  const policy = (await get('/')).headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  for (const path of ['/', `/aws/accounts/${NORTHWIND}`]) {
    const { text } = await get(path)
    expect(text).not.toMatch(/<script>|\sstyle=|\son\w+=/)
    for (const [, asset] of text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
      expect([asset, (await get(asset ?? '')).status]).toEqual([asset, 200])
    }
  }
})

test('there is nothing else, and nothing to write to', async () => {
  for (const path of ['/nothing', '/assets/../main.ts', '/aws/accounts/000000000000']) {
    expect([path, (await get(path)).status]).toEqual([path, 404])
  }
  const put = await fetch(`${simulator.url}/aws/accounts/${NORTHWIND}`, { method: 'PUT' })
  expect(put.status).toBe(405)
})
