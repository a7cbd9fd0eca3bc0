import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { addDocument } from './support/documents'
import { signInAs } from './support/people'

/** In the organization that the story of the first key isn't about. */
test('documents are added, found and removed; their names are on no page and in no cache', async ({
  page,
}) => {
  test.setTimeout(180_000)
  const complaints = watchComplaints(page)
  await signInAs(page, 'Gil')

  await test.step('a page without any says what to do', async () => {
    await page.goto('/documents')
    await expect(page.getByRole('heading', { name: 'No documents yet' })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('what is wrong stands beside its field', async () => {
    await page.getByRole('button', { name: 'Add document' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Element references').fill(`fine\n${'x'.repeat(201)}`)
    await dialog.getByRole('button', { name: 'Add document' }).click()
    await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/Fill this in/)
    await expect(dialog.getByLabel('Element references')).toHaveAccessibleDescription(/Reference 2/)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
  })

  await test.step('it appears in the list, with its references', async () => {
    await addDocument(page, 'Globex revenue', ['sales.orders.total', 'sales.orders.id', 'hr.people.team'])
    await addDocument(page, 'Head count', [])
    await expect(row(page, 'Globex revenue')).toContainText('sales.orders.total')
    await row(page, 'Globex revenue')
      .getByRole('button', { name: /^All 3 references/ })
      .click()
    await expect(page.getByRole('listitem').filter({ hasText: 'hr.people.team' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expectAccessible(page)
  })

  await test.step('the page holds no name, and nobody may keep the answer that does', async () => {
    expect(await (await page.request.get('/documents')).text()).not.toContain('Globex revenue')
    const answer = await page.request.get('/api/documents')
    expect(answer.headers()['cache-control']).toBe('no-store')
    expect(await answer.text()).toContain('Globex revenue')
    expect(
      await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])),
    ).not.toContain('Globex revenue')
  })

  await test.step('the search finds part of a name, in the address', async () => {
    await page.getByRole('searchbox').fill('REVENUE')
    await page.getByRole('button', { name: 'Search' }).click()
    await expect(page).toHaveURL(/search=REVENUE/)
    await expect(page.getByText('1 of 2 found')).toBeVisible()
    await expect(row(page, 'Head count')).toBeHidden()
    await page.goto('/documents?search=nothing-like-it')
    await expect(page.getByText('No document’s name contains “nothing-like-it”')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('what can’t be a query is refused', async () => {
    for (const query of ['after=x', 'search=', 'limit=5', `search=${'x'.repeat(201)}`]) {
      const answer = await page.request.get(`/api/documents?${query}`)
      expect([query, answer.status(), (await answer.json()).code]).toEqual([query, 422, 'invalid_input'])
    }
  })

  await test.step('it goes when that is confirmed', async () => {
    await page.goto('/documents')
    await row(page, 'Head count').getByRole('button', { name: 'Remove “Head count”' }).click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Remove document' }).click()
    await expect(row(page, 'Head count')).toBeHidden()
    await expect(page.getByText('1 document', { exact: true })).toBeVisible()
  })
  expect(complaints).toEqual([])
})

test('documents are for members of the organization alone', async ({ page, request }) => {
  expect((await request.get('/api/documents')).status()).toBe(401)
  await signInAs(page, 'Ada')
  const own = await (await page.request.get('/api/documents')).text()
  expect(own).not.toContain('Globex revenue')
  await page.context().clearCookies()
  await signInAs(page, 'Sam')
  expect((await page.request.get('/api/documents')).status()).toBe(403)
})

test('an auditor can’t add documents', async ({ page }) => {
  await signInAs(page, 'Ben')
  await page.goto('/documents')
  await expect(page.getByRole('button', { name: /^Add document/ })).toHaveAttribute('aria-disabled', 'true')
  await expectAccessible(page)
})

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
