import { randomBytes } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { CHROMIUM_FLAGS, findChromium } from '@/scripts/lib/chromium'
import type { Simulator } from '@/simulators/azure-key-vault'
import {
  control,
  credential,
  keysOf,
  NORTHWIND,
  refusal,
  SERVICE,
  start,
  USER_ROLE,
  unchecked,
  useOf,
} from './setup'

let simulator: Simulator
let browser: Browser
let page: Page

beforeAll(async () => {
  simulator = await start()
  browser = await chromium.launch({ executablePath: await findChromium(), args: CHROMIUM_FLAGS })
})
afterEach(() => page?.context().close())
afterAll(() => browser?.close())

async function openPage(path: string, options: { colorScheme?: 'light' | 'dark'; width?: number } = {}) {
  const { colorScheme = 'light', width = 1280 } = options
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
  page = await context.newPage()
  await page.goto(simulator.consoleUrl + path)
}

const axe = async () =>
  (
    await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
  ).violations
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const status = (text: string) => page.getByRole('status').getByText(text).waitFor()

test('the owner creates a key, gives the role, disables the key, gives it back and takes the role away', async () => {
  await openPage('/azure/vaults/northwind')
  await press('Create key')
  await page.getByLabel('Name', { exact: true }).fill('data-at-latchkey')
  await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('heading', { name: 'data-at-latchkey', level: 1 }).waitFor()
  const key = await keysOf(simulator).getKey('data-at-latchkey')
  const use = () => useOf(simulator, unchecked(key), SERVICE).wrapKey('RSA-OAEP-256', randomBytes(32))
  await expect(use()).rejects.toMatchObject(refusal(403, 'Forbidden', 'ForbiddenByRbac'))

  await openPage('/azure/vaults/northwind')
  await press('Give a role…')
  await page.getByLabel('Application').selectOption({ label: 'Latchkey' })
  await page.getByLabel('Role', { exact: true }).selectOption(USER_ROLE)
  await page.getByLabel('For', { exact: true }).selectOption('/keys/data-at-latchkey')
  await press('Give the role')
  await status('The role is given.')
  await use()

  await openPage('/azure/vaults/northwind/keys/data-at-latchkey')
  await press('Disable')
  await status('The key is disabled.')
  await expect(use()).rejects.toMatchObject(refusal(403, 'Forbidden', 'KeyDisabled'))
  await press('Enable')
  await status('The key is enabled.')
  await use()
  await press('Let it expire now')
  await status('The key wraps nothing new.')
  await expect(use()).rejects.toMatchObject(refusal(403, 'Forbidden', 'KeyExpired'))
  await press('Take the expiry away')
  await status('The key wraps again.')
  await press('Rotate now')
  await status('Rotated.')
  await use()
  await page.getByText(SERVICE).first().waitFor()

  await openPage('/azure/vaults/northwind')
  await press(`Remove ${USER_ROLE} from Latchkey`)
  await status('The role is taken away.')
  await expect(use()).rejects.toMatchObject(refusal(403, 'Forbidden', 'ForbiddenByRbac'))
})

test('the directory’s admin removes the application and consents again', async () => {
  await openPage(`/azure/tenants/${NORTHWIND}`)
  await press('Remove Latchkey')
  await status('Latchkey: done')
  const signIn = () =>
    credential(simulator, { clientId: SERVICE }).getToken('https://vault.azure.net/.default')
  await expect(signIn()).rejects.toThrow(/AADSTS700016/)
  await press('Give consent Latchkey')
  await page.getByRole('button', { name: 'Disable Latchkey', exact: true }).waitFor()
  expect((await signIn())?.token).toBeTruthy()
})

test('the owner breaks a vault and mends it', async () => {
  await openPage('/azure/vaults/northwind')
  await page.locator('#break-deny').click()
  await page.getByText('struck 0 calls so far').waitFor()
  await expect(keysOf(simulator).getKey('none')).rejects.toMatchObject(
    refusal(403, 'Forbidden', 'ForbiddenByRbac'),
  )
  await page.getByRole('button', { name: /^Mend/ }).click()
  await status('Mended.')
  await expect(keysOf(simulator).getKey('none')).rejects.toMatchObject({ statusCode: 404 })
})

const PAGES = [
  '/',
  `/azure/tenants/${NORTHWIND}`,
  '/azure/vaults/northwind',
  '/azure/vaults/northwind-hsm',
  '/azure/vaults/northwind/keys/looked-at',
]
test.each(PAGES)('%s can be read by everybody, on paper and in the dark, and fits a phone', async (path) => {
  await control(simulator, 'POST', '/vaults/northwind/keys', { name: 'looked-at' })
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      await openPage(path, { colorScheme, width })
      expect(await axe()).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow).toBeLessThanOrEqual(0)
      await page.context().close()
    }
  }
})

test('an admin who was sent to consent goes back with what Entra says, or declines', async () => {
  const back = `${simulator.consoleUrl}/azure/tenants/${NORTHWIND}`
  const asked = new URLSearchParams({ client_id: SERVICE, redirect_uri: back, state: 'a-state-{key.id}' })
  for (const directory of [NORTHWIND, 'organizations']) {
    await openPage(`/azure/${directory}/v2.0/adminconsent?${asked}`)
    expect(await axe()).toEqual([])
    await page.getByRole('button', { name: /^Accept as an admin of Northwind/ }).click()
    await page.waitForURL(`${back}?*`)
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      admin_consent: 'True',
      tenant: NORTHWIND,
      state: 'a-state-{key.id}',
    })
    await page.goBack()
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.waitForURL(`${back}?error=access_denied*`)
  }
})

test('nobody is sent to another machine, nor asked for an application that isn’t there', async () => {
  const ask = async (more: object) => {
    const asked = { client_id: SERVICE, redirect_uri: 'http://127.0.0.1/x', state: 's', ...more }
    await openPage(`/azure/${NORTHWIND}/v2.0/adminconsent?${new URLSearchParams(asked)}`)
    expect(await page.getByRole('button', { name: /Accept/ }).count()).toBe(0)
    return page.getByRole('heading', { level: 1 }).innerText()
  }
  for (const redirect_uri of [
    'https://evil.example/',
    'http://127.0.0.1.evil.example',
    'javascript:alert(1)',
    'x',
  ]) {
    expect(await ask({ redirect_uri })).toBe('Nobody can consent to this')
  }
  expect(await ask({ client_id: NORTHWIND })).toBe('Nobody can consent to this')
})
