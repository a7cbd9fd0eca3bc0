import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { addDocument } from './support/documents'
import { signInAs } from './support/people'

test('the audit log tells what happened, and is filtered by its address', async ({ page }) => {
  const complaints = watchComplaints(page)
  await signInAs(page, 'Gil')
  await page.goto('/documents')
  await addDocument(page, 'A name that no log may hold', [])

  await test.step('who, when and what, newest first', async () => {
    await page.goto('/audit')
    const newest = page.getByRole('row').nth(1)
    await expect(newest).toContainText('Added a document.')
    await expect(newest).toContainText('Gil')
    await newest.getByText('Details').click()
    await expect(newest.getByText('document.created')).toBeVisible()
    await expectAccessible(page)
    expect(await page.content()).not.toContain('A name that no log may hold')
  })

  await test.step('by kind, person and period', async () => {
    await page.getByLabel('Kind').selectOption({ label: 'Member added' })
    await page.getByRole('button', { name: 'Apply' }).click()
    await expect(page).toHaveURL(/action=member\.added/)
    await expect(page.getByRole('row').nth(1)).toContainText('gil@globex.example')
    await expect(page.getByText('Added a document.')).toBeHidden()
    await page.getByLabel('Person').selectOption({ label: 'Gil Tanaka' })
    await page.getByRole('button', { name: 'Apply' }).click()
    await expect(page.getByText('No entry fits these filters')).toBeVisible()
    await expectAccessible(page)
    await page.goto('/audit?to=2020-01-01')
    await expect(page.getByText('No entry fits these filters')).toBeVisible()
    await page.getByRole('link', { name: 'Show the whole log' }).click()
    await expect(page.getByText('Added a document.').first()).toBeVisible()
  })

  await test.step('an address that holds nonsense shows the whole log', async () => {
    await page.goto(`/audit?before=x&person=%27&from=never&action=${'x'.repeat(3000)}`)
    await expect(page.getByText('Added a document.').first()).toBeVisible()
  })
  await page.goto('/documents')
  await page.getByRole('button', { name: 'Remove “A name that no log may hold”' }).click()
  await page.getByRole('button', { name: 'Remove document' }).click()
  await expect(page.getByRole('heading', { name: 'No documents yet' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('an auditor reads the log of their own organization', async ({ page }) => {
  await signInAs(page, 'Ben')
  await page.goto('/audit?action=member.added')
  await expect(page.getByText('Added ben@northwind.example')).toBeVisible()
  await expect(page.getByText('globex')).toBeHidden()
  await expectAccessible(page)
})

test('whoever tabs to a time before its tip is there keeps the focus, and reads the exact time', async ({
  page,
}) => {
  await signInAs(page, 'Ben')
  let release: (() => void) | undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.goto('/classification')
  await page.goto('/audit', { waitUntil: 'commit' })
  await page.route('**/_next/static/**/*.js', async (route) => {
    await held
    await route.continue()
  })
  const time = page.getByRole('row').nth(1).getByRole('button').first()
  await time.focus()
  release?.()
  await expect(page.getByRole('tooltip')).toContainText('UTC')
  await expect(time).toBeFocused()
})
