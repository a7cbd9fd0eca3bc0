import { expect, type Page } from '@playwright/test'
import { demo } from './demo'

const ACCOUNT = '111122223333'
const accountUrl = () => `${demo.simulatorUrl()}/aws/accounts/${ACCOUNT}`
const keyUrl = (arn: string) => `${accountUrl()}/keys/${arn.split(':')[3]}/${arn.split('/').at(-1)}`

/** Makes a key in Northwind's AWS account, by its page as a person would, and gives it a policy. Returns its ARN. */
export async function createKey(
  page: Page,
  description: string,
  policy?: string,
  kind?: string,
): Promise<string> {
  await page.goto(accountUrl())
  await page.getByRole('button', { name: 'Create key' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Description').fill(description)
  await dialog.getByLabel('Region', { exact: true }).selectOption('eu-central-1')
  if (kind) await dialog.getByLabel('Kind and use').selectOption(kind)
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await page.waitForURL(/\/keys\/[^/]+\/[^/]+$/)
  if (policy) await setPolicy(page, policy)
  const arn = await page.locator('[data-copy^="arn:"]').first().getAttribute('data-copy')
  if (!arn) throw new Error('the page of the key shows no ARN')
  return arn
}

async function setPolicy(page: Page, policy: string): Promise<void> {
  await page.getByLabel('Policy document (JSON)').fill(policy)
  await page.getByRole('button', { name: 'Save policy' }).click()
  await expect(page.getByRole('status')).toContainText(/saved|policy/i)
}

/** Disables a key, as its owner. */
export async function disableKey(page: Page, arn: string): Promise<void> {
  await page.goto(keyUrl(arn))
  await page.getByRole('button', { name: /^Disable/ }).click()
  await expect(page.getByText('Disabled').first()).toBeVisible()
}

/** Enables a key again, as its owner. */
export async function enableKey(page: Page, arn: string): Promise<void> {
  await page.goto(keyUrl(arn))
  await page.getByRole('button', { name: /^Enable/ }).click()
  await expect(page.getByText('Enabled').first()).toBeVisible()
}
