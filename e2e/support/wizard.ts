import { expect, type Page } from '@playwright/test'
import { createKey } from './northwind'

/** The key policy that the page shows, with the values of the organization filled in. */
export async function policyOnPage(page: Page): Promise<string> {
  const code = page.locator('pre').first()
  await expect(code).toContainText('111122223333')
  return code.innerText()
}

/** The policy that the wizard asks of the signed-in person's organization. */
export async function policyOf(page: Page): Promise<string> {
  await page.goto('/keys/link?step=prepare&provider=aws')
  return policyOnPage(page)
}

/** Pastes a key into the wizard and asks for its checks. */
export async function checkKey(page: Page, pasted: string): Promise<void> {
  await page.goto('/keys/link?step=key')
  await page.getByLabel('Key ARN').fill(pasted)
  await page.getByRole('button', { name: 'Check this key' }).click()
}

/** Waits until the checks have passed, takes on the duties and links the key. */
export async function linkChecked(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Review what changes' }).click()
  for (const duty of ['confidential', 'intact', 'available']) {
    await page.getByLabel(`We keep the key ${duty}.`).check()
  }
  await page.getByRole('button', { name: 'Link this key' }).click()
  await expect(page.getByText('Your key is linked')).toBeVisible({ timeout: 30_000 })
}

/** Links a fresh key of Northwind's AWS account to the signed-in admin's organization; returns its ARN. */
export async function linkFreshKey(page: Page, cloud: Page, description: string): Promise<string> {
  const arn = await createKey(cloud, description, await policyOf(page))
  await checkKey(page, arn)
  await linkChecked(page)
  return arn
}
