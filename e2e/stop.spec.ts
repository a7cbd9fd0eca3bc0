import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { addDocument } from './support/documents'
import { disableKey, enableKey } from './support/northwind'
import { signInAs } from './support/people'
import { linkFreshKey } from './support/wizard'

const DOCUMENT = 'Seen until the key goes'
const DENIED = 'The key is disabled in your AWS account. This data is closed.'

/** What each page of protected data does while the key is away; in the organization that the story isn't about. */
test('protected data closes under open pages when the key goes, and returns by itself', async ({
  page,
  browser,
}) => {
  test.setTimeout(400_000)
  const complaints = watchComplaints(page)
  const cloud = await (await browser.newContext()).newPage()
  await signInAs(page, 'Gil')
  const keyId = await linkedKey(page, cloud)
  await page.goto('/documents')
  await addDocument(page, DOCUMENT, ['sales.orders'])
  await page.goto('/connections/new')
  await page.getByRole('button', { name: 'Fill in the demo database' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Under the key')
  await page.getByRole('button', { name: 'Save connection' }).click()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByText('customers', { exact: true })).toBeVisible({ timeout: 30_000 })
  const connection = page.url()

  await test.step('the browser drops the names without a reload', async () => {
    await page.goto('/documents')
    await expect(page.getByText(DOCUMENT)).toBeVisible()
    const protection = await (
      await browser.newContext({ storageState: await page.context().storageState() })
    ).newPage()
    await protection.goto('/classification')
    const secrets = protection.getByRole('row').filter({ hasText: 'Secrets and credentials' })
    await expect(secrets).toContainText(/Customer-managed key \(v\d+\)/)
    await disableKey(cloud, keyId)
    await expect(page.getByText(DOCUMENT)).toBeHidden({ timeout: 60_000 })
    await expect(page.getByText(DENIED)).toBeVisible()
    await expect(page.getByText('Your cloud admin’s move').first()).toBeVisible()
    await expectAccessible(page)
    await expect(secrets).toContainText('closed: key disabled')
    await expectAccessible(protection)
    await protection.context().close()
  })

  await test.step('list and search answer with the typed reason', async () => {
    for (const query of ['', '?search=seen']) {
      const answer = await page.request.get(`/api/documents${query}`)
      expect([answer.status(), (await answer.json()).code]).toEqual([423, 'key_denied'])
    }
    await page.goto('/documents?search=seen')
    await expect(page.getByText(DENIED)).toBeVisible()
  })

  await test.step('what a test found stays visible; a new test says whose move it is', async () => {
    await page.goto(connection)
    await expect(page.getByText('customers', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Test connection' }).click()
    await expect(page.getByText('The credential is closed, because your key refuses us.')).toBeVisible({
      timeout: 30_000,
    })
    await expect(page.getByText('customers', { exact: true })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('saving a credential is refused and keeps what was typed', async () => {
    await page.goto('/connections/new')
    await page.getByRole('button', { name: 'Fill in the demo database' }).click()
    await page.getByRole('button', { name: 'Save connection' }).click()
    await expect(page.getByRole('alert').filter({ hasText: DENIED })).toContainText('Your cloud admin’s move')
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Northwind warehouse')
    await expectAccessible(page)
    await page.goto('/connections')
    await expect(page.getByRole('row').filter({ hasText: 'Under the key' })).toContainText('Key denied')
    await expect(page.getByText('Northwind warehouse')).toBeHidden()
  })

  await test.step('everything is back without a reload', async () => {
    await page.goto('/documents')
    await expect(page.getByText(DENIED)).toBeVisible()
    await enableKey(cloud, keyId)
    await expect(page.getByText(DOCUMENT)).toBeVisible({ timeout: 90_000 })
    await page.goto(connection)
    await page.getByRole('button', { name: 'Test connection' }).click()
    await expect(page.getByText('the stored credential opened')).toBeVisible({ timeout: 30_000 })
  })
  expect(complaints).toEqual([])
})

/** The ARN of the organization's key; one is linked when there is none. */
async function linkedKey(page: Page, cloud: Page): Promise<string> {
  const { link } = await (await page.request.get('/api/keys')).json()
  return link?.keyId ?? linkFreshKey(page, cloud, 'Globex at Latchkey')
}
