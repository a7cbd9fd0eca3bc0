import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { demo } from './support/demo'
import { signInAs } from './support/people'
import { screenshot } from './support/screenshot'
import { linkFreshKey } from './support/wizard'

const VERSIONS = 'Key materials of your root key'

/** What the keys page tells of a key before anything stops; in the organization that the story isn't about. */
test('a key is watched: its versions, its dates, and what went worse', async ({ page, browser }) => {
  test.setTimeout(300_000)
  const complaints = watchComplaints(page)
  const cloud = await (await browser.newContext()).newPage()
  await signInAs(page, 'Gil')
  const { link } = await (await page.request.get('/api/keys')).json()
  const arn: string = link?.keyId ?? (await linkFreshKey(page, cloud, 'Globex, watched'))
  const [, , , region, account] = arn.split(':')
  const control = `${demo.simulatorUrl()}/_control/aws/accounts/${account}/keys/${region}/${arn.split('/').at(-1)}`
  const atKey = async (method: 'get' | 'post' | 'put', action: string, data?: object) => {
    const answer = await page.request[method](`${control}/${action}`, data ? { data } : {})
    const text = await answer.text()
    expect(answer.status(), text).toBeLessThan(300)
    return JSON.parse(text)
  }

  await test.step('the material in use, with its age and what hangs on it', async () => {
    await page.goto('/keys')
    const row = versions(page).getByRole('row').filter({ hasText: 'Current' })
    await expect(row).toContainText('wrapped under it', { timeout: 30_000 })
    await expect(row).toContainText(/\d+ of 365 days/)
    await expect(page.getByText('AWS lists no key materials across accounts.')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('a rotation in the cloud is noticed, and the older material is not to be touched', async () => {
    await atKey('post', 'rotation', { enabled: true })
    await atKey('post', 'rotate', {})
    await checkNow(page)
    const older = versions(page).getByRole('row').filter({ hasText: 'Older' })
    await expect(older).toContainText('Do not touch it', { timeout: 30_000 })
    await expect(page.getByText('AWS rotates it by itself every 365 days.')).toBeVisible()
    await expect(page.getByRole('list', { name: 'Calendar' })).toContainText('Your root key is rotated')
    await expectAccessible(page)
    await screenshot(page, '07-versions')
  })

  const { policy } = await atKey('get', 'policy')
  await test.step('an action that is lost shows before it stops anything, with what mends it', async () => {
    await atKey('put', 'policy', { policy: policy.replace('"kms:Encrypt"', '"kms:Verify"') })
    await checkNow(page)
    await expect(page.getByText('Something about your key has changed since it was linked.')).toBeVisible({
      timeout: 30_000,
    })
    const drift = page.getByRole('list', { name: 'What has changed about your key' })
    await expect(drift).toContainText('It wraps a key for your organization')
    await expect(drift).toContainText('who may use the key')
    await expect(drift).toContainText('aws kms put-key-policy')
    await expect(page.getByText('Healthy').first()).toBeVisible()
    await expectAccessible(page)
    await screenshot(page, '08-drift')
    await page.goto('/overview')
    await expect(page.getByText('One check of your key has gone worse since it was linked.')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'See what has changed' }).click()
  })

  await test.step('on a phone nothing is wider than the screen', async () => {
    await page.setViewportSize({ width: 375, height: 800 })
    await expect(page.getByRole('heading', { name: VERSIONS })).toBeVisible()
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(tooWide).toBe(false)
    await screenshot(page, '09-keys-on-a-phone')
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  await test.step('mended, it goes', async () => {
    await atKey('put', 'policy', { policy })
    await checkNow(page)
    await expect(page.getByText('Something about your key has changed since it was linked.')).toBeHidden({
      timeout: 30_000,
    })
    await page.goto('/audit')
    await expect(page.getByText('Found in the checks of the key that this holds again').first()).toBeVisible()
  })
  expect(complaints).toEqual([])
})

const versions = (page: Page) => page.getByRole('table', { name: VERSIONS })

async function checkNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check now' }).click()
}
