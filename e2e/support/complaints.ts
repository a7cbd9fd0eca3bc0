import type { Page } from '@playwright/test'

/** Answers that a test provokes on purpose, which the browser reports too. */
const EXPECTED = /^Failed to load resource: the server responded with a status of 4\d\d/

/** Collects what the browser complains about: errors of scripts, and whatever the page's policy blocked. */
export function watchComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) complaints.push(message.text())
  })
  return complaints
}
