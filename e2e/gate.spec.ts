import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { signInAs } from './support/people'
import { screenshot } from './support/screenshot'

/** In an organization that has linked nothing yet; it is offered everything again at the end. */
test('the operator closes the gate and opens it in part; the admin reads how to ask', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000)
  const complaints = watchComplaints(page)
  await signInAs(page, 'Olga')
  const ines = await (await browser.newContext()).newPage()
  await signInAs(ines, 'Ines')
  let account = ''

  await test.step('see who is offered what', async () => {
    await page.getByRole('link', { name: 'Customer keys' }).click()
    await expect(page.getByRole('row').filter({ hasText: 'Initech' })).toContainText('Google Cloud KMS')
    await expectAccessible(page)
    await screenshot(page, 'gate-1-list')
    await page.getByRole('link', { name: 'Change what Initech is offered' }).click()
    account = await page.getByLabel('Google Cloud: service account').inputValue()
    await page.getByText('Make the application with the Azure CLI').click()
    await expect(page.getByText('az ad app create')).toBeVisible()
    await expectAccessible(page)
    await screenshot(page, 'gate-2-offer')
  })

  await test.step('withdraw', async () => {
    await page.getByRole('button', { name: 'Withdraw the offer' }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toContainText('Its admins can link no key')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Withdraw the offer' }).click()
    await expect(page.getByText('Not offered')).toBeVisible({ timeout: 20_000 })
    await ines.goto('/keys/link?step=key')
    await expect(ines.getByText('Keys of your own are not switched on for Initech.')).toBeVisible()
    await expect(ines.getByText('The operator’s move')).toBeVisible()
    await expect(ines.getByRole('textbox')).toBeHidden()
    await expectAccessible(ines)
    await screenshot(ines, 'gate-3-not-offered')
  })

  await test.step('offer some of it, after being told what is wrong', async () => {
    await page.getByLabel('Google Cloud: service account').fill('somebody@example.com')
    await page.getByRole('button', { name: 'Offer keys to Initech' }).click()
    const field = page.getByLabel('Google Cloud: service account')
    await expect(field).toHaveAccessibleDescription(/not the address of a service account/)
    await field.fill('')
    await page.getByText('Only some').click()
    await page.getByRole('button', { name: 'Offer keys to Initech' }).click()
    await expect(page.getByText('Choose at least one region')).toBeVisible()
    await expectAccessible(page)
    await page.getByLabel('eu-west-1', { exact: true }).check()
    await page.getByRole('button', { name: 'Offer keys to Initech' }).click()
    await expect(page.getByText('Offered', { exact: true })).toBeVisible({ timeout: 20_000 })
    await ines.goto('/keys/link')
    await expect(ines.getByText(/Not set up for Initech/)).toBeVisible()
    await expect(ines.getByRole('radio', { name: /Google/ })).toBeDisabled()
    await expectAccessible(ines)
    await ines.goto('/keys/link?step=key')
    await ines
      .getByLabel('Key ARN')
      .fill('arn:aws:kms:eu-central-1:333344445555:key/11111111-1111-4111-8111-111111111111')
    await ines.getByRole('button', { name: 'Check this key' }).click()
    await expect(ines.getByLabel('Key ARN')).toHaveAccessibleDescription(/region that is not offered/)
  })

  await test.step('an identity serves one organization alone', async () => {
    await page.getByLabel('Google Cloud: service account').fill(account.replace('initech', 'globex'))
    await page.getByText('Every region', { exact: true }).click()
    await page.getByRole('button', { name: 'Save the offer' }).click()
    await expect(page.getByText(/Another organization has this/)).toBeVisible({ timeout: 20_000 })
    await expectAccessible(page)
  })

  await test.step('offer everything again', async () => {
    await page.getByLabel('Google Cloud: service account').fill(account)
    await page.getByRole('button', { name: 'Save the offer' }).click()
    await expect(page.getByText(/Another organization has this/)).toBeHidden({ timeout: 20_000 })
    await page.getByRole('link', { name: 'Back to the list' }).click()
    await expect(page.getByRole('row').filter({ hasText: 'Initech' })).toContainText('Google Cloud KMS')
  })
  expect(complaints).toEqual([])
})

test('nobody but the operator comes to the gate', async ({ page }) => {
  await signInAs(page, 'Sam')
  await page.goto('/platform/offers')
  await expect(page.getByText('This page is not for your role')).toBeVisible()
  expect((await page.request.get('/api/offers/7d0f3a52-5c5b-4a0e-9f0e-0d5e0f1a2b3c')).status()).toBe(403)
})
