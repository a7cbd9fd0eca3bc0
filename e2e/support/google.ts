import { expect, type Page } from '@playwright/test'
import { demo } from './demo'

const projectUrl = (project: string) => `${demo.simulatorUrl()}/google/projects/${project}`

/** Makes a key in a project of the simulator, by its page as its owner would. Returns its resource name. */
export async function createGoogleKey(
  page: Page,
  project: string,
  name: string,
  kind?: string,
): Promise<string> {
  await page.goto(projectUrl(project))
  await page.getByRole('button', { name: 'Create key' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Location').selectOption('europe-west3')
  if (kind) await dialog.getByLabel('Kind').selectOption({ label: kind })
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await page.waitForURL(/\/cryptoKeys\/[^/]+$/)
  return new URL(page.url()).pathname.replace('/google/', '')
}

/** Grants a role on a key to a service account. */
export async function grantOnKey(page: Page, key: string, member: string, role: string): Promise<void> {
  await page.goto(`${demo.simulatorUrl()}/google/${key}`)
  await page.getByRole('button', { name: 'Grant access' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('New principal').fill(member)
  await dialog.getByLabel('Role').selectOption({ label: role })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
}
