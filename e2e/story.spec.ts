import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { createKey, disableKey, enableKey } from './support/northwind'
import { signInAs } from './support/people'
import { screenshot } from './support/screenshot'

/** The story of the product, as the README's tour tells it: one page after the other, in one world. */
test('the first key, end to end', { tag: '@screenshots' }, async ({ browser }) => {
  test.setTimeout(600_000)
  const page = await (await browser.newContext()).newPage()
  const cloud = await (await browser.newContext()).newPage()
  const complaints = watchComplaints(page)
  let firstKey = ''

  await test.step('sign in as the admin', async () => {
    await page.goto('/')
    await screenshot(page, '01-signed-out')
    await signInAs(page, 'Ada')
    await expectAccessible(page)
  })

  await test.step('link an AWS key', async () => {
    await page.goto('/keys')
    await page
      .getByRole('link', { name: /Link (a|your) key/ })
      .first()
      .click()
    await page.getByRole('link', { name: 'Continue with AWS KMS' }).click()
    const policy = await policyOnPage(page)
    await expectAccessible(page)
    firstKey = await createKey(cloud, 'Data at Latchkey', policy)
    await page.getByRole('link', { name: 'The key is prepared' }).click()
    await page.getByLabel('Key ARN').fill(firstKey)
    await expect(page.getByText('eu-central-1').first()).toBeVisible()
    await page.getByRole('button', { name: 'Check this key' }).click()
    await expect(page.getByText('It refuses every other organization')).toBeVisible()
    await expect(page.getByRole('link', { name: /Review|Continue/ })).toBeVisible({ timeout: 30_000 })
    await expectAccessible(page)
    await screenshot(page, '02-live-checks')
    await page.getByRole('link', { name: /Review|Continue/ }).click()
    await page.getByRole('button', { name: 'Link this key' }).click()
    await expect(page.getByRole('alert').first()).toBeVisible()
    for (const duty of ['confidential', 'intact', 'available']) {
      await page.getByLabel(`We keep the key ${duty}.`).check()
    }
    await page.getByRole('button', { name: 'Link this key' }).click()
    await expect(page.getByRole('link', { name: 'Store a credential under it' })).toBeVisible({
      timeout: 30_000,
    })
    await expectAccessible(page)
  })

  await test.step('store a database credential and connect with it', async () => {
    await page.getByRole('link', { name: 'Store a credential under it' }).click()
    await page.getByRole('button', { name: /Fill in/ }).click()
    await page.getByLabel('Name', { exact: true }).fill('Reporting')
    await page.getByRole('button', { name: 'Save connection' }).click()
    await page.getByRole('button', { name: 'Test connection' }).click()
    await expect(page.getByText('Connected').first()).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('orders').first()).toBeVisible()
    await expectAccessible(page)
    await screenshot(page, '04-connection')
  })

  await test.step('keep a document', async () => {
    await addDocument(page, 'Quarterly revenue', ['Sheet1!B2', 'Sheet1!B3'])
    await expect(page.getByText('Quarterly revenue')).toBeVisible()
    await expectAccessible(page)
  })

  let requestUrl = ''
  await test.step('ask for a rotation', async () => {
    await page.goto('/rotation/new')
    const policy = await policyOnPage(page)
    const secondKey = await createKey(cloud, 'Data at Latchkey, second key', policy)
    await page.getByLabel('ARN of the new key').fill(secondKey)
    await page.getByLabel('Reason').fill('Our yearly rotation')
    await page.getByRole('button', { name: 'Ask for this rotation' }).click()
    await page.waitForURL(/\/rotation\/[0-9a-f-]{36}$/)
    requestUrl = page.url()
    await expect(page.getByText('This request waits for approval.')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('approve it as support staff', async () => {
    const desk = await (await browser.newContext()).newPage()
    await signInAs(desk, 'Sam')
    await expect(desk.getByText('Our yearly rotation')).toBeVisible()
    await expectAccessible(desk)
    await desk
      .getByRole('link', { name: /Northwind/ })
      .first()
      .click()
    await desk.getByLabel('Reason').fill('Checked with Ada by phone')
    await expectAccessible(desk)
    await desk.getByRole('button', { name: /Approve/ }).click()
    await expect(desk.getByText('Checked with Ada by phone').first()).toBeVisible()
    await desk.context().close()
  })

  await test.step('watch it finish', async () => {
    await page.goto(requestUrl)
    await expect(page.getByText('The old key is no longer needed')).toBeVisible({ timeout: 60_000 })
    await expectAccessible(page)
    await screenshot(page, '05-rotation')
    await disableKey(cloud, firstKey)
    await page.goto('/keys')
    await expect(page.getByText('Healthy').first()).toBeVisible()
    await expectAccessible(page)
    await screenshot(page, '03-keys')
  })

  const secondKey = await page
    .getByText(/arn:aws:kms:/)
    .first()
    .innerText()
  await test.step('take the key away: everything under it stops and says whose move it is', async () => {
    await disableKey(cloud, secondKey.replaceAll(/\s/g, ''))
    await expect(page.getByText('The key is disabled in your AWS account.').first()).toBeVisible({
      timeout: 60_000,
    })
    await expectAccessible(page)
    await screenshot(page, '06-stopped')
    await page.goto('/documents')
    await expect(page.getByText(/The key is disabled in your AWS account/).first()).toBeVisible()
    await expect(page.getByText('Quarterly revenue')).toBeHidden()
    await page.goto('/documents?q=revenue')
    await expect(page.getByText('Quarterly revenue')).toBeHidden()
    await openConnection(page)
    await expect(page.getByText('orders').first()).toBeVisible()
    await page.getByRole('button', { name: 'Test connection' }).click()
    await expect(page.getByText(/your key refuses us/).first()).toBeVisible({ timeout: 30_000 })
    await expectAccessible(page)
  })

  await test.step('give it back: everything returns by itself', async () => {
    await enableKey(cloud, secondKey.replaceAll(/\s/g, ''))
    await page.goto('/documents')
    await expect(page.getByText('Quarterly revenue')).toBeVisible({ timeout: 90_000 })
    await openConnection(page)
    await page.getByRole('button', { name: 'Test connection' }).click()
    await expect(page.getByText('Connected').first()).toBeVisible({ timeout: 30_000 })
  })

  await test.step('read in the audit log what happened', async () => {
    await page.goto('/audit')
    for (const said of [/^Linked the/, /^Completed the rotation/, /^Stopped use/, /it answers/]) {
      await expect(page.getByRole('table').getByText(said).first()).toBeVisible()
    }
    await expectAccessible(page)
    await page.goto('/classification')
    await expect(page.getByRole('row')).toHaveCount(7)
    await expectAccessible(page)
    await page.goto('/overview')
    await expect(page.getByText('7 of 7 done')).toBeVisible()
    await expectAccessible(page)
  })
  expect(complaints).toEqual([])
})

/** The key policy that the page shows, once the account is known to it. */
async function policyOnPage(page: Page): Promise<string> {
  const account = page.getByLabel('Your AWS account')
  if (await account.count()) await account.fill('111122223333')
  const code = page.getByRole('region', { name: 'Key policy' }).or(page.locator('pre').first()).first()
  await expect(code).toContainText('111122223333')
  return (await code.locator('code').or(code).first().innerText()).trim()
}

async function addDocument(page: Page, name: string, elements: string[]): Promise<void> {
  await page.goto('/documents')
  await page
    .getByRole('button', { name: /Add|New/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel(/Element/).fill(elements.join('\n'))
  await dialog.getByRole('button', { name: /Add|Save|Keep|Encrypt/ }).click()
  await expect(dialog).toBeHidden()
}

async function openConnection(page: Page): Promise<void> {
  await page.goto('/connections')
  await page.getByRole('link', { name: 'Reporting' }).click()
  await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/)
}
