import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { createAzureKey, giveAzureRole, switchAzureKey } from './support/azure'
import { watchComplaints } from './support/complaints'
import { signInAs } from './support/people'
import { screenshot } from './support/screenshot'
import { linkChecked } from './support/wizard'

const VAULT = 'fabrikam-keys'
const KEY = 'data-at-latchkey'

/** What a click on a link opens in a tab of its own. */
async function opened(page: Page, click: () => Promise<void>): Promise<Page> {
  const [tab] = await Promise.all([page.waitForEvent('popup'), click()])
  await tab.waitForLoadState()
  return tab
}

const consent = (page: Page) => page.getByRole('link', { name: 'Consent', exact: true })

test('a key in an Azure vault, from the consent to the link', async ({ page, browser }) => {
  test.setTimeout(300_000)
  const complaints = watchComplaints(page)
  const owner = await (await browser.newContext()).newPage()
  await signInAs(page, 'Fay')

  await test.step('choose Azure', async () => {
    await page.goto('/keys/link')
    await page.getByText('Azure Key Vault or Managed HSM').click()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Continue with Azure Key Vault' }).click()
    await expect(page.getByRole('heading', { name: /Consent to our application/ })).toBeVisible()
    await expectAccessible(page)
    await screenshot(page, 'link-azure-1-prepare')
  })

  await test.step('decline at first: nothing happens', async () => {
    const entra = await opened(page, () => consent(page).click())
    await entra.getByRole('link', { name: 'Cancel' }).click()
    await expect(entra.getByText('There was no consent')).toBeVisible()
    await expectAccessible(entra)
    await entra.close()
  })

  await test.step('consent in the customer’s directory, and come back with its id', async () => {
    const entra = await opened(page, () => consent(page).click())
    await entra.getByRole('button', { name: 'Accept as an admin of Fabrikam' }).click()
    await expect(entra.getByText('Your directory has consented')).toBeVisible()
    await expectAccessible(entra)
    await screenshot(entra, 'link-azure-2-consented')
    const address = entra.url()
    const stranger = await (await browser.newContext()).newPage()
    await stranger.goto(address)
    await expect(stranger.getByText('Copy the id')).toBeVisible()
    await expect(stranger.getByRole('link', { name: /Go on/ })).toBeHidden()
    await stranger.goto(address.replace(/state=.{8}/, 'state=AAAAAAAA'))
    await expect(stranger.getByText('This answer was not asked for here')).toBeVisible()
    await stranger.context().close()
    const href = await entra.getByRole('link', { name: 'Go on with this directory' }).getAttribute('href')
    await entra.close()
    await page.goto(String(href))
    await expect(page.getByLabel('Directory (tenant) id')).not.toHaveValue('')
  })

  let keyId = ''
  await test.step('make a key, and paste it: what is missing is said', async () => {
    keyId = await createAzureKey(owner, VAULT, KEY)
    await page.getByLabel('Key identifier, if the key is there already').fill(keyId)
    await expect(page.getByText(VAULT).first()).toBeVisible()
    await page.getByRole('tab', { name: 'Azure CLI' }).click()
    await expect(page.getByText('az role assignment create')).toBeVisible()
    await page.getByRole('tab', { name: 'Terraform' }).click()
    await expect(page.getByText('azurerm_role_assignment')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'The key is prepared' }).click()
    // Both steps have fields of these names.
    await expect(page).toHaveURL(/step=key/)
    await expect(page.getByRole('button', { name: 'Check this key' })).toBeVisible()
    await expect(page.getByLabel('Key identifier')).toHaveValue(keyId)
    const tenant = page.getByLabel('Directory (tenant) id')
    const id = await tenant.inputValue()
    await tenant.fill('fabrikam.onmicrosoft.com')
    await page.getByRole('button', { name: 'Check this key' }).click()
    await expect(tenant).toHaveAccessibleDescription(/GUID/)
    await expect(tenant).toBeFocused()
    await expectAccessible(page)
    await tenant.fill(id)
    await page.getByRole('button', { name: 'Check this key' }).click()
    await expect(page.getByText('This key did not pass.')).toBeVisible({ timeout: 30_000 })
    await expectAccessible(page)
  })

  await test.step('give the role, and check again', async () => {
    await giveAzureRole(owner, VAULT, KEY, 'Latchkey for Fabrikam')
    await page.getByRole('button', { name: 'Run again' }).click()
    await expect(page.getByText('Every check passed.')).toBeVisible({ timeout: 30_000 })
    await expectAccessible(page)
    await screenshot(page, 'link-azure-3-checks')
    await page.reload()
    await expect(page.getByText('Every check passed.')).toBeVisible()
  })

  await test.step('link it', async () => {
    await linkChecked(page)
    await expectAccessible(page)
    const { link } = await (await page.request.get('/api/keys')).json()
    expect(link).toMatchObject({ keyId: keyId.toLowerCase(), availability: 'active' })
  })

  await test.step('break it and mend it: the page says so, and it returns', async () => {
    await page.goto('/keys')
    await switchAzureKey(owner, VAULT, KEY, false)
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText(/The key is disabled/).first()).toBeVisible({ timeout: 60_000 })
    await switchAzureKey(owner, VAULT, KEY, true)
    await expect(page.getByText('Healthy').first()).toBeVisible({ timeout: 90_000 })
  })
  expect(complaints).toEqual([])
})
