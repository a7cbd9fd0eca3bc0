import { EncryptCommand } from '@aws-sdk/client-kms'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { CHROMIUM_FLAGS, findChromium } from '@/scripts/lib/chromium'
import type { Simulator } from '@/simulators/aws-kms/index'
import {
  bytes,
  client,
  control,
  createKey,
  keyPath,
  keyPolicy,
  NORTHWIND,
  pagePath,
  SERVICE,
  SHARED,
  start,
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
  await page.goto(simulator.url + path)
}

const axe = async () =>
  (
    await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
  ).violations
const encrypt = (KeyId: string) =>
  client(simulator, 'service').send(
    new EncryptCommand({ KeyId, Plaintext: bytes('x'), EncryptionContext: { organization: 'org_1' } }),
  )
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const status = (text: string) => page.getByRole('status').getByText(text).waitFor()

test('the owner creates a key, permits the other account, stops it and gives it back', async () => {
  await openPage(`/aws/accounts/${NORTHWIND}`)
  await press('Create key')
  await page.getByLabel('Description').fill('Data at Latchkey')
  await page.getByLabel('Region', { exact: true }).selectOption('eu-central-1')
  await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('heading', { name: 'Data at Latchkey', level: 1 }).waitFor()
  const arn = await page.getByRole('button', { name: 'Copy the ARN' }).getAttribute('data-copy')
  if (arn === null) throw new Error('The page shows no ARN.')
  await expect(encrypt(arn)).rejects.toMatchObject({ name: 'AccessDeniedException' })
  await page.getByLabel('Policy document').fill(keyPolicy(SHARED))
  await press('Save policy')
  await status('The policy is saved')
  await encrypt(arn)
  await page
    .getByText(SERVICE.replace(/^.*::\d+:/, ''))
    .last()
    .waitFor()
  await press('Disable')
  await status('The key is disabled')
  await expect(encrypt(arn)).rejects.toMatchObject({ name: 'DisabledException' })
  await press('Enable')
  await status('The key is enabled')
  await encrypt(arn)
  await press('Rotate now')
  await page.getByText('Rotation on demand').waitFor()
  await press('Schedule deletion…')
  await page.getByLabel('Waiting period').fill('7')
  await page.getByRole('dialog').getByRole('button', { name: 'Schedule deletion' }).click()
  await page.getByText('Pending deletion').waitFor()
  await press('Cancel deletion')
  await status('Deletion cancelled')
})

test('a key is broken and mended with a click each, and by the way of one’s choice', async () => {
  const key = await createKey(client(simulator, 'admin'), keyPolicy(SHARED))
  await openPage(pagePath(key))
  await press('Throttle')
  await status('Broken: throttle.')
  await expect(encrypt(key)).rejects.toMatchObject({ name: 'ThrottlingException' })
  await page.getByText('struck 1 call so far').waitFor()
  await press('Mend: Throttle')
  await status('Mended.')
  await encrypt(key)
  await press('More ways…')
  await page.getByLabel('What goes wrong').selectOption('Deny')
  await page.getByLabel('Which calls').selectOption('Encrypt')
  await page.getByLabel('For how many calls').fill('1')
  expect(await axe()).toEqual([])
  await press('Break it')
  await page.getByText('Encrypt only, one key only, for 1 call').waitFor()
  await expect(encrypt(key)).rejects.toMatchObject({ name: 'AccessDeniedException' })
  await encrypt(key)
})

test('the clock goes forward and back, and changes can take their time', async () => {
  const key = await createKey(client(simulator, 'admin'), keyPolicy(SHARED))
  await openPage(`/aws/accounts/${NORTHWIND}`)
  await press('30 days')
  await page.getByText('Clock moved by 30 days').waitFor()
  await press('Back to the real time')
  await status('The clock shows the real time.')
  await press('After 2 minutes')
  await status('Changes are in force after 2 minutes.')
  await control(simulator, 'POST', `${keyPath(key)}/disable`)
  await encrypt(key)
  await press('At once')
  await status('Changes are in force at once.')
  await expect(encrypt(key)).rejects.toMatchObject({ name: 'DisabledException' })
})

test('a key is replicated, and a role made and changed, with a few clicks', async () => {
  await openPage(`/aws/accounts/${NORTHWIND}`)
  await press('Create key')
  await page.getByLabel('Description').fill('In two regions')
  await page.getByLabel('Multi-Region key').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
  await page.getByRole('heading', { name: 'In two regions', level: 1 }).waitFor()
  await press('Replicate to another region…')
  await page.getByLabel('Region', { exact: true }).selectOption('us-east-1')
  expect(await axe()).toEqual([])
  await press('Replicate')
  await page.waitForURL(/\/us-east-1\/mrk-/)
  await page.getByText('us-east-1 (this key)').waitFor()
  await press('Make us-east-1 primary')
  await status('us-east-1 has the primary key now.')
  expect(await axe()).toEqual([])

  await page.goto(`${simulator.url}/aws/accounts/${NORTHWIND}`)
  await press('Create role')
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: SERVICE },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': 'ours' } },
  }
  const use = { Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*' }
  await page.getByLabel('Name').fill('latchkey-access')
  await page.getByLabel('Trust policy (JSON)').fill(JSON.stringify({ Statement: [trust] }))
  await page.getByLabel('Permissions (JSON)').fill(JSON.stringify({ Statement: [use] }))
  await page.getByRole('dialog').getByRole('button', { name: 'Create role' }).click()
  await page.getByRole('heading', { name: 'latchkey-access', level: 1 }).waitFor()
  expect(await axe()).toEqual([])
  await page.getByLabel('Trust policy document').fill('{\n  "Statement": x\n}')
  await press('Save trust policy')
  await page.getByRole('alert').getByText('Line 2, column 16').waitFor()
  await press('Delete the role…')
  await press('Delete the role')
  await page.getByText('No roles yet').waitFor()
})

test('a wrong policy is explained beside the field, with the cursor at its place, and not saved', async () => {
  const key = await createKey(client(simulator, 'admin'))
  await openPage(pagePath(key))
  const policy = page.getByLabel('Policy document')
  await policy.fill('{\n  "Statement": x\n}')
  await press('Save policy')
  await page.getByRole('alert').getByText('Line 2, column 16').waitFor()
  expect(await policy.getAttribute('aria-invalid')).toBe('true')
  expect(await policy.evaluate((field: HTMLTextAreaElement) => field.value[field.selectionStart])).toBe('x')
  expect(await axe()).toEqual([])
  await page.reload()
  expect(await policy.inputValue()).toContain(':root')
})

test('what happens elsewhere appears by itself and leaves the focus where it is', async () => {
  const key = await createKey(client(simulator, 'admin'), keyPolicy(SHARED))
  await openPage(pagePath(key))
  const rotate = page.getByRole('button', { name: 'Rotate now' })
  await rotate.focus()
  await encrypt(key)
  await page.getByText('organization = org_1').waitFor()
  expect(await rotate.evaluate((button) => button === document.activeElement)).toBe(true)
})

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 320],
] as const)('every page is accessible and fits: %s, %d wide', async (colorScheme, width) => {
  const key = await createKey(client(simulator, 'admin'), keyPolicy(SHARED))
  await encrypt(key)
  for (const path of ['/', `/aws/accounts/${NORTHWIND}`, pagePath(key)]) {
    await openPage(path, { colorScheme, width })
    expect(await axe()).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await page.context().close()
  }
  await openPage(`/aws/accounts/${NORTHWIND}`, { colorScheme, width })
  await press('Create key')
  expect(await axe()).toEqual([])
})
