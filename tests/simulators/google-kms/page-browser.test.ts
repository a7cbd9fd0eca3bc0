import AxeBuilder from '@axe-core/playwright'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { CHROMIUM_FLAGS, findChromium } from '@/scripts/lib/chromium'
import type { Simulator } from '@/simulators/google-kms'
import { ACCOUNT, asAccount, bytes, client, createKey, failureOf, PROJECT, start, VENDOR } from './setup'

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

test('the owner creates a key, grants it, disables it, gives it back and withdraws it', async () => {
  const kms = client(simulator)
  await openPage(`/google/projects/${PROJECT}`)
  await press('Create key')
  await page.getByLabel('Name', { exact: true }).fill('data-at-latchkey')
  await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('heading', { name: 'data-at-latchkey', level: 1 }).waitFor()
  const name = await page.getByRole('button', { name: 'Copy the resource name' }).getAttribute('data-copy')
  if (name === null) throw new Error('The page shows no name.')
  const use = async () => kms.encrypt({ name, plaintext: bytes('x') }, await asAccount(simulator))
  expect((await failureOf(use())).code).toBe(7)

  await press('Grant access')
  await page.getByLabel('New principal').fill(ACCOUNT)
  await page.getByLabel('Role').selectOption({ label: 'Cloud KMS CryptoKey Encrypter/Decrypter' })
  await press('Save')
  await status('Access is granted.')
  await use()
  await page.getByText(ACCOUNT).last().waitFor()

  await press('Disable: version 1')
  await status('Version 1 is disabled.')
  expect((await failureOf(use())).code).toBe(9)
  await press('Enable: version 1')
  await status('Version 1 is enabled.')
  await use()
  await press('Rotate now')
  await status('Rotated.')
  await press('Schedule destruction: version 1')
  await status('Version 1 is destroyed in 30 days.')
  await press('Restore: version 1')
  await status('Version 1 is restored.')
  await press(`Remove Cloud KMS CryptoKey Encrypter/Decrypter from serviceAccount:${ACCOUNT}`)
  await status('The role is taken away.')
  expect((await failureOf(use())).code).toBe(7)
})

test('a name that does not fit is told in the dialog', async () => {
  await openPage(`/google/projects/${PROJECT}`)
  await press('Create key')
  await page.getByLabel('Name', { exact: true }).fill('no dots.please')
  await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('alert').getByText('1 to 63 letters').waitFor()
})

test('the API is switched off and on again', async () => {
  await openPage(`/google/projects/${PROJECT}`)
  await press('Switch the Cloud KMS API off')
  await status('The API is off.')
  await press('Enable the Cloud KMS API')
  await status('The API is enabled.')
})

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 320],
] as const)('every page is accessible and fits: %s, %d wide', async (colorScheme, width) => {
  const bindings = [{ role: 'roles/cloudkms.viewer', members: [`serviceAccount:${ACCOUNT}`] }]
  const name = await createKey(simulator, `page-${colorScheme}-${width}`, { bindings })
  await client(simulator).getCryptoKey({ name }, await asAccount(simulator))
  for (const path of ['/', `/google/projects/${PROJECT}`, `/google/projects/${VENDOR}`, `/google/${name}`]) {
    await openPage(path, { colorScheme, width })
    expect(await axe()).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await page.context().close()
  }
  await openPage(`/google/${name}`, { colorScheme, width })
  await press('Grant access')
  expect(await axe()).toEqual([])
})
