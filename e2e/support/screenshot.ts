import path from 'node:path'
import type { Page } from '@playwright/test'

const folder = process.env.E2E_SCREENSHOTS ?? 'test-report/screenshots'

/** Takes a picture for the report; its name is its caption there, and pictures are shown in the order of names. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled', fullPage: true })
}
