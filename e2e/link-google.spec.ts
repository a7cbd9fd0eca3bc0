import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { createGoogleKey, grantOnKey } from './support/google'
import { signInAs } from './support/people'
import { screenshot } from './support/screenshot'
import { linkChecked } from './support/wizard'

const PROJECT = 'initech-prod'
const ROLES = ['Cloud KMS CryptoKey Encrypter/Decrypter', 'Cloud KMS Viewer']

/** Does what the steps on a page say, in the customer's project: grants each role to the account that they name. */
async function followSteps(steps: Page, owner: Page, key: string): Promise<void> {
  const account = await steps
    .getByText(/@.*\.iam\.gserviceaccount\.com$/)
    .first()
    .innerText()
  for (const role of ROLES) {
    await expect(steps.getByText(role, { exact: true })).toBeVisible()
    await grantOnKey(owner, key, account.trim(), role)
  }
}

test('a key at Google, prepared by somebody without an account', async ({ page, browser }) => {
  test.setTimeout(300_000)
  const complaints = watchComplaints(page)
  const owner = await (await browser.newContext()).newPage()
  await signInAs(page, 'Ines')

  let address = ''
  await test.step('hand the steps off', async () => {
    await page.goto('/keys/link')
    await page.getByText('Google Cloud KMS', { exact: true }).click()
    await page.getByRole('link', { name: 'Continue with Google Cloud KMS' }).click()
    await page.getByLabel('The link works for').selectOption('1')
    await page.getByRole('button', { name: 'Make a link' }).click()
    const link = page.getByRole('figure').filter({ hasText: 'Link to the steps' })
    address = (await link.locator('code').innerText()).trim()
    await expect(page.getByRole('table', { name: 'Links that lead to the steps' })).toContainText('Ines')
    await expectAccessible(page)
    await screenshot(page, 'link-google-1-handed-off')
  })

  let answer = ''
  await test.step('the cloud’s admin follows them, with no account, on a small screen', async () => {
    const small = await browser.newContext({ viewport: { width: 375, height: 800 } })
    const cloudAdmin = await small.newPage()
    const theirs = watchComplaints(cloudAdmin)
    await cloudAdmin.goto(address)
    await expect(cloudAdmin.getByRole('heading', { level: 1 })).toContainText('for Initech')
    await expect(cloudAdmin.locator('meta[name="robots"]')).toHaveAttribute('content', /noindex/)
    await expectAccessible(cloudAdmin)
    const width = await cloudAdmin.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(375)
    await screenshot(cloudAdmin, 'link-google-2-handed')
    const key = await createGoogleKey(owner, PROJECT, 'data-at-latchkey')
    await followSteps(cloudAdmin, owner, key)
    await cloudAdmin.getByLabel('Resource name', { exact: true }).fill(`//cloudkms.googleapis.com/${key}`)
    const back = cloudAdmin.getByRole('figure').filter({ hasText: 'Send this back' })
    answer = (await back.locator('code').innerText()).trim()
    await expectAccessible(cloudAdmin)
    expect(theirs).toEqual([])
    await cloudAdmin.goto(answer)
    await expect(cloudAdmin).toHaveURL('/')
    await small.close()
  })

  await test.step('what they sent back leads to the very key', async () => {
    await page.goto(answer)
    await expect(page.getByLabel('Resource name')).toHaveValue(/^projects\/initech-prod\//)
    await expect(page.getByText('europe-west3').first()).toBeVisible()
    await page.getByRole('button', { name: 'Check this key' }).click()
    await expect(page.getByText('Every check passed.')).toBeVisible({ timeout: 30_000 })
    await expectAccessible(page)
    await linkChecked(page)
    await expectAccessible(page)
  })

  await test.step('a rotation may lead to another cloud', async () => {
    await page.goto('/rotation/new')
    await page.getByText('Azure Key Vault', { exact: true }).click()
    await expect(page.getByRole('link', { name: 'Consent', exact: true })).toBeVisible()
    await expectAccessible(page)
    await page
      .getByLabel('Key identifier of the new key')
      .fill('https://initech-keys.vault.azure.net/keys/next')
    await page.getByLabel('Reason').fill('We leave Google')
    await page.getByRole('button', { name: 'Ask for this rotation' }).click()
    const tenant = page.getByRole('form', { name: 'Ask for a rotation' }).getByLabel('Directory (tenant) id')
    await expect(tenant).toHaveAccessibleDescription(/Paste the id of the directory/)
    await tenant.fill('0f9d0a4e-7c1d-4a27-8b8e-3f5f0b6a2c11')
    await page.getByRole('button', { name: 'Ask for this rotation' }).click()
    await expect(page.getByText('This request waits for approval.')).toBeVisible()
    await expectAccessible(page)
  })
  expect(complaints).toEqual([])
})

test('a link to the steps that was revoked looks like one that never was', async ({ page, browser }) => {
  await signInAs(page, 'Gil')
  await page.goto('/keys/link?step=prepare&provider=google')
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = page.getByRole('figure').filter({ hasText: 'Link to the steps' })
  const address = (await link.locator('code').innerText()).trim()
  const reader = await (await browser.newContext()).newPage()
  expect((await reader.goto(address))?.status()).toBe(200)
  await page
    .getByRole('button', { name: /^Revoke/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Revoke the link' }).click()
  await expect(page.getByRole('table', { name: 'Links that lead to the steps' })).toBeHidden()
  for (const url of [address, address.slice(0, -1), `${address.slice(0, -4)}AAAA`]) {
    expect((await reader.goto(url))?.status()).toBe(404)
    await expect(reader.getByRole('heading', { name: 'This link leads to no steps' })).toBeVisible()
  }
  await expectAccessible(reader)
})
