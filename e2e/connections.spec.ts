import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { signInAs } from './support/people'

const NAME = 'Globex warehouse'

/** In the organization that the story of the first key isn't about. */
test('a connection is added, tested, changed and removed', async ({ page, browser }) => {
  test.setTimeout(240_000)
  const complaints = watchComplaints(page)
  await signInAs(page, 'Gil')

  await test.step('a page without any says what to do', async () => {
    await page.goto('/connections')
    await expect(page.getByRole('heading', { name: 'No connections yet' })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('what is wrong stands beside its field', async () => {
    await page.getByRole('link', { name: 'New connection' }).click()
    await page.getByLabel('Port').fill('99999')
    await page.getByLabel('Host').fill('https://db.example.com/')
    await page.getByRole('button', { name: 'Save connection' }).click()
    await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
    await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Fill this in/)
    await expect(page.getByLabel('Host')).toHaveAccessibleDescription(/without https/)
    await expect(page.getByLabel('Port')).toHaveAccessibleDescription(/1 to 65535/)
    await expect(page.getByLabel('Host')).toHaveValue('https://db.example.com/')
    await expectAccessible(page)
  })

  await test.step('it really connects, and shows what it found', async () => {
    await page.getByRole('button', { name: 'Fill in the demo database' }).click()
    await page.getByLabel('Name', { exact: true }).fill(NAME)
    await page.getByRole('button', { name: 'Save connection' }).click()
    await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible()
    await expect(page.getByText('Not tested yet.')).toBeVisible()
    await page.getByRole('button', { name: 'Test connection' }).click()
    await expect(page.getByText('the stored credential opened')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('customers', { exact: true })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('another target asks for the password, and is told apart from the old one', async () => {
    await edit(page, { Port: '1' })
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('Password')).toHaveAccessibleDescription(/enter the password again/)
    await expectAccessible(page)
    await dialog.getByLabel('Password').fill('anything')
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('Not tested yet.')).toBeVisible()
    await expect(page.getByText('customers', { exact: true })).toBeHidden()
  })

  await test.step('an address that the operator did not allow is not reached', async () => {
    await page.getByRole('button', { name: 'Test connection' }).click()
    await expect(page.getByText('The host leads to a private address, which is not reached.')).toBeVisible({
      timeout: 30_000,
    })
    await expectAccessible(page)
  })

  const address = page.url()
  await test.step('another organization finds nothing by that address', async () => {
    const ada = await (await browser.newContext()).newPage()
    await signInAs(ada, 'Ada')
    for (const place of [address, '/connections/not-an-id']) {
      await ada.goto(place)
      await expect(ada.getByText('There is nothing at this address')).toBeVisible()
      await expect(ada.getByText(NAME)).toBeHidden()
    }
    await ada.context().close()
  })

  await test.step('the list finds it by part of its name, in the address', async () => {
    await page.goto('/connections')
    await page.getByRole('searchbox').fill('WAREHOUSE')
    await page.getByRole('button', { name: 'Search' }).click()
    await expect(page).toHaveURL(/search=WAREHOUSE/)
    await expect(page.getByRole('row').filter({ hasText: NAME })).toContainText('Host refused')
    await expectAccessible(page)
    await page.goto('/connections?search=nothing-like-it')
    await expect(page.getByText('No connection matches “nothing-like-it”')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('it goes only when its name was typed', async () => {
    await page.goto(address)
    await page.getByRole('button', { name: 'Remove connection' }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog.getByRole('button', { name: 'Remove connection' })).toBeDisabled()
    await dialog.getByRole('textbox').fill(NAME)
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Remove connection' }).click()
    await expect(page.getByRole('heading', { name: 'No connections yet' })).toBeVisible()
    await page.goto(address)
    await expect(page.getByText('There is nothing at this address')).toBeVisible()
  })
  expect(complaints).toEqual([])
})

test('an auditor reads, and is told who may do the rest', async ({ page }) => {
  await signInAs(page, 'Ben')
  await page.goto('/connections')
  const locked = page.getByRole('button', { name: /^New connection/ })
  await expect(locked).toHaveAccessibleName(/Only an organization admin can add connections/)
  await expect(locked).toHaveAttribute('aria-disabled', 'true')
  await expect(async () => {
    // Tips come after the page; until then there is the button alone.
    await locked.blur()
    await locked.focus()
    await expect(page.getByRole('tooltip')).toContainText('Only an organization admin', { timeout: 1_000 })
  }).toPass()
  await page.goto('/connections/new')
  await expect(page.getByText('Only an organization admin can add connections.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save connection' })).toBeHidden()
  await expectAccessible(page)
})

test('staff of the vendor see no connections', async ({ page }) => {
  await signInAs(page, 'Sam')
  await page.goto('/connections')
  await expect(page.getByRole('heading', { name: 'This page is not for your role' })).toBeVisible()
})

/** Changes fields of the connection on its page, by their labels. */
async function edit(page: Page, fields: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: 'Edit' }).click()
  const dialog = page.getByRole('dialog')
  for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label).fill(value)
  await dialog.getByRole('button', { name: 'Save changes' }).click()
}
