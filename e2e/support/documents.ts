import { expect, type Page } from '@playwright/test'

/** Adds a document by its dialog, on whatever page of the documents is open. */
export async function addDocument(page: Page, name: string, references: string[]): Promise<void> {
  await page.getByRole('button', { name: 'Add document' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Element references').fill(references.join('\n'))
  await dialog.getByRole('button', { name: 'Add document' }).click()
  await expect(dialog).toBeHidden()
}
