import { expect, type Page } from '@playwright/test'
import { demo } from './demo'

const vaultUrl = (vault: string) => `${demo.simulatorUrl()}/azure/vaults/${vault}`

/** Makes a key in a vault or Managed HSM of the simulator, by its page as its owner would. Returns its identifier. */
export async function createAzureKey(
  page: Page,
  vault: string,
  name: string,
  kind?: string,
): Promise<string> {
  await page.goto(vaultUrl(vault))
  await page.getByRole('button', { name: 'Create key' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  if (kind) await dialog.getByLabel('Kind').selectOption({ label: kind })
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await page.waitForURL(/\/keys\/[^/]+$/)
  const id = await page.locator('[data-copy^="https://"]').first().getAttribute('data-copy')
  if (!id) throw new Error('the page of the key shows no identifier')
  return id
}

/** Gives an application the role on one key. */
export async function giveAzureRole(
  page: Page,
  vault: string,
  key: string,
  application: string,
): Promise<void> {
  await page.goto(vaultUrl(vault))
  await page.getByRole('button', { name: 'Give a role…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Application').selectOption({ label: application })
  await dialog.getByLabel('Role', { exact: true }).selectOption('Key Vault Crypto Service Encryption User')
  await dialog.getByLabel('For', { exact: true }).selectOption(`/keys/${key}`)
  await dialog.getByRole('button', { name: 'Give the role' }).click()
  await expect(dialog).toBeHidden()
}

/** Disables or enables a key, as its owner. */
export async function switchAzureKey(page: Page, vault: string, key: string, on: boolean): Promise<void> {
  await page.goto(`${vaultUrl(vault)}/keys/${key}`)
  await page.getByRole('button', { name: on ? 'Enable' : 'Disable', exact: true }).click()
  await expect(page.getByText(on ? 'Enabled' : 'Disabled').first()).toBeVisible()
}
