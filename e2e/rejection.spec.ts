import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { createKey } from './support/northwind'
import { signInAs } from './support/people'
import { linkFreshKey, policyOnPage } from './support/wizard'

/** In the organization that the story of the first key isn't about. */
test('a rotation that is rejected changes nothing and says why', async ({ page, browser }) => {
  test.setTimeout(240_000)
  const complaints = watchComplaints(page)
  const cloud = await (await browser.newContext()).newPage()
  await signInAs(page, 'Gil')
  const keyId = await linkFreshKey(page, cloud, 'Globex at Latchkey')

  await test.step('ask, after being told what is wrong', async () => {
    await page.goto('/rotation/new')
    const next = await createKey(cloud, 'Globex, second key', await policyOnPage(page))
    await page.getByLabel('ARN of the new key').fill(keyId)
    await page.getByRole('button', { name: 'Ask for this rotation' }).click()
    await expect(page.getByLabel('Reason')).toHaveAccessibleDescription(/Fill this in/)
    await page.getByLabel('Reason').fill('The key’s owner leaves')
    await page.getByRole('button', { name: 'Ask for this rotation' }).click()
    await expect(page.getByLabel('ARN of the new key')).toHaveAccessibleDescription(/the key in use now/)
    await expectAccessible(page)
    await page.getByLabel('ARN of the new key').fill(next)
    await page.getByRole('button', { name: 'Ask for this rotation' }).click()
    await expect(page.getByText('This request waits for approval.')).toBeVisible()
  })

  await test.step('one at a time', async () => {
    const address = page.url()
    await page.goto('/rotation/new')
    await expect(page.getByText('A rotation has been asked for already.')).toBeVisible()
    await page.goto(address)
  })

  const desk = await (await browser.newContext()).newPage()
  await test.step('support staff see what was checked, and reject with a reason', async () => {
    await signInAs(desk, 'Sam')
    await desk.getByRole('row').filter({ hasText: 'The key’s owner leaves' }).getByRole('link').click()
    const checked = desk.getByRole('listitem').filter({ hasText: 'The new key passes every check' })
    await expect(checked).toContainText('Passed', { timeout: 30_000 })
    await desk.getByRole('button', { name: 'Reject the request' }).click()
    await expect(desk.getByLabel('Reason')).toHaveAccessibleDescription(/Fill this in/)
    await expectAccessible(desk)
    await desk.getByLabel('Reason').fill('Call us first, please')
    await desk.getByRole('button', { name: 'Reject the request' }).click()
    await expect(desk.getByText('Support staff rejected it. Nothing was changed.')).toBeVisible()
    await expect(desk.getByRole('button', { name: 'Approve the rotation' })).toBeHidden()
    await expectAccessible(desk)
  })

  await test.step('the admin reads why, live, and the key is what it was', async () => {
    await expect(page.getByText('“Call us first, please”').first()).toBeVisible()
    await expectAccessible(page)
    const { link } = await (await page.request.get('/api/keys')).json()
    expect(link).toMatchObject({ keyId, availability: 'active' })
    await page.goto('/rotation')
    await expect(page.getByRole('row').filter({ hasText: 'The key’s owner leaves' })).toContainText(
      'Rejected',
    )
    await expect(page.getByRole('link', { name: 'Ask for a rotation' })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('the desk’s queue has moved on', async () => {
    await desk.goto('/support')
    await expect(desk.getByText('The key’s owner leaves')).toBeHidden()
    await desk.getByRole('link', { name: 'Closed' }).click()
    await expect(desk.getByText('The key’s owner leaves')).toBeVisible()
    await expectAccessible(desk)
  })

  await test.step('another organization finds nothing by that address', async () => {
    const id = await page.getByRole('link', { name: 'The key’s owner leaves' }).getAttribute('href')
    const ada = await (await browser.newContext()).newPage()
    await signInAs(ada, 'Ada')
    await ada.goto(String(id))
    await expect(ada.getByText('There is nothing at this address')).toBeVisible()
    expect((await ada.request.get(`/api${id}`)).status()).toBe(404)
  })

  await test.step('the operator sees the whole, and no more', async () => {
    const operator = await (await browser.newContext()).newPage()
    await signInAs(operator, 'Olga')
    await expect(operator.getByRole('row').filter({ hasText: 'Globex' })).toContainText('Healthy')
    await expect(operator.getByText(keyId)).toBeHidden()
    await expectAccessible(operator)
  })
  expect(complaints).toEqual([])
})
