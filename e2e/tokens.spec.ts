import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { signInAs } from './support/people'
import { screenshot } from './support/screenshot'

const NAME = 'globex-billing'

/** Puts the example's request to the real encryption service, with another operation and value if asked to. */
async function ask(example: string, operation: 'encrypt' | 'decrypt', value: object) {
  const [, url = ''] = /curl -sS (\S+)/.exec(example) ?? []
  const [, token = ''] = /Bearer (lk_[\w-]{43})/.exec(example) ?? []
  const [, body = '{}'] = /-d '(.*)'/s.exec(example) ?? []
  const { context } = JSON.parse(body)
  const response = await fetch(new URL(`/v1/${operation}`, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ context, ...value }),
  })
  return { status: response.status, json: await response.json() }
}

/** In the organization that the story of the first key isn't about. */
test('a token is made, shown once, used, seen to be used, and revoked', async ({ page, browser }) => {
  const complaints = watchComplaints(page)
  await signInAs(page, 'Gil')
  let example = ''

  await test.step('a page without any says what they are for', async () => {
    await page.getByRole('link', { name: 'Tokens' }).click()
    await expect(page.getByRole('heading', { name: 'No tokens yet' })).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'New token' }).click()
  })

  await test.step('what is wrong stands beside its field', async () => {
    await page.getByLabel('Name').fill('Not A Name')
    await page.getByRole('button', { name: 'Make token' }).click()
    await expect(page.getByLabel('Name')).toHaveAccessibleDescription(/small letters, digits and hyphens/)
    await page.getByLabel('Name').fill(NAME)
    await page.getByRole('button', { name: 'Make token' }).click()
    await expect(page.getByText('Choose at least one')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('it is told once, with a request to try it', async () => {
    await page.getByLabel('Encrypt Secrets and credentials').check()
    await page.getByLabel('Decrypt Secrets and credentials').check()
    await page.getByLabel('Expires').selectOption({ label: 'In 30 days' })
    await screenshot(page, '20 A new token')
    await page.getByRole('button', { name: 'Make token' }).click()
    await expect(page.getByRole('heading', { name: 'Your new token' })).toBeFocused()
    example = await page.locator('pre').nth(1).innerText()
    expect(example).toContain(await page.locator('pre').first().innerText())
    await expectAccessible(page)
    await page.getByRole('link', { name: 'I have copied it' }).click()
    await expect(row(page)).toContainText('Never')
    const [token = ''] = /lk_[\w-]{43}/.exec(example) ?? []
    expect(await page.content()).not.toContain(token)
    await expect(row(page)).toContainText(`lk_…${token.slice(-4)}`)
  })

  await test.step('the real API encrypts and decrypts with it, and the page shows its use', async () => {
    const sealed = await ask(example, 'encrypt', { plaintext: 'aGVsbG8' })
    expect(sealed.status).toBe(200)
    const opened = await ask(example, 'decrypt', sealed.json)
    expect(opened).toEqual({ status: 200, json: { plaintext: 'aGVsbG8' } })
    await expect(async () => {
      await page.reload()
      await expect(row(page)).toContainText('just now', { timeout: 1_000 })
    }).toPass()
    await expectAccessible(page)
    await screenshot(page, '21 Tokens')
  })

  await test.step('another organization sees nothing of it', async () => {
    const ada = await (await browser.newContext()).newPage()
    await signInAs(ada, 'Ada')
    await ada.goto('/tokens')
    await expect(ada.getByRole('heading', { name: 'No tokens yet' })).toBeVisible()
    await expect(ada.getByText(NAME)).toBeHidden()
    await ada.context().close()
  })

  await test.step('its revocation says what stops, and stops it', async () => {
    await page.getByRole('button', { name: `Revoke ${NAME}` }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toContainText('encrypt secrets and credentials, or decrypt secrets and credentials')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Revoke token' }).click()
    await expect(row(page)).toContainText('Revoked')
    await expect(page.getByRole('button', { name: `Revoke ${NAME}` })).toBeHidden()
    const refused = await ask(example, 'encrypt', { plaintext: 'aGVsbG8' })
    expect([refused.status, refused.json.code]).toEqual([401, 'not_signed_in'])
  })

  await test.step('both stand in the audit log', async () => {
    await page.goto('/audit')
    await expect(page.getByText(`Made the token “${NAME}”, which may encrypt`)).toBeVisible()
    await expect(page.getByText(`Revoked the token “${NAME}”.`)).toBeVisible()
  })
  expect(complaints).toEqual([])
})

test('the operator makes tokens of the platform, which organizations see and can’t revoke', async ({
  page,
  browser,
}) => {
  await signInAs(page, 'Olga')
  await page.getByRole('link', { name: 'Tokens' }).click()
  await expect(page.getByText('No tokens yet')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'New token' }).click()
  await page.getByLabel('Name').fill('exporter')
  await page.getByLabel('Encrypt Files exported via API').check()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make token' }).click()
  const example = await page.locator('pre').nth(1).innerText()
  expect((await ask(example, 'encrypt', { plaintext: '' })).status).toBe(200)
  expect((await ask(example, 'decrypt', { ciphertext: '' })).status).toBe(403)
  await page.getByRole('link', { name: 'I have copied it' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'exporter' }).first()).toContainText(
    'every organization',
  )
  await expect(page.getByText('Made the token “exporter”')).toBeVisible()
  await expectAccessible(page)
  await screenshot(page, '22 Tokens of the platform')

  const ada = await (await browser.newContext()).newPage()
  await signInAs(ada, 'Ada')
  await ada.goto('/tokens')
  const seen = ada.getByRole('row').filter({ hasText: 'exporter' })
  await expect(seen).toContainText('Active')
  await expect(seen.getByRole('button', { name: /^Revoke/ })).toBeHidden()
  await ada.context().close()

  await page.getByRole('button', { name: 'Revoke exporter' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke token' }).click()
  await expect(page.getByText('Revoked the token “exporter”.')).toBeVisible()
  expect((await ask(example, 'encrypt', { plaintext: '' })).status).toBe(401)
})

test('an auditor reads tokens and is told who makes them', async ({ page }) => {
  await signInAs(page, 'Ben')
  await page.goto('/tokens')
  const locked = page.getByRole('button', { name: /^New token/ })
  await expect(locked).toHaveAccessibleName(/Only an organization admin can make tokens/)
  await expect(locked).toHaveAttribute('aria-disabled', 'true')
  await page.goto('/tokens/new')
  await expect(page.getByText('Only an organization admin can make tokens.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Make token' })).toBeHidden()
  await expectAccessible(page)
})

test('each role sees its own tokens’ pages alone', async ({ page }) => {
  await signInAs(page, 'Sam')
  for (const address of ['/tokens', '/tokens/new', '/platform/tokens', '/platform/tokens/new']) {
    await page.goto(address)
    await expect(page.getByRole('heading', { name: 'This page is not for your role' })).toBeVisible()
  }
  await page.context().clearCookies()
  await signInAs(page, 'Ada')
  await page.goto('/platform/tokens')
  await expect(page.getByRole('heading', { name: 'This page is not for your role' })).toBeVisible()
})

test('a token that is made before the page’s scripts are there is shown all the same', async ({ page }) => {
  await signInAs(page, 'Gil')
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/_next\/static\/.*\.js/, async (route) => {
    await released
    await route.continue()
  })
  await page.goto('/tokens/new', { waitUntil: 'commit' })
  await page.getByLabel('Name').fill('early-bird')
  await page.getByLabel('Encrypt Secrets and credentials').check()
  const sent = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('button', { name: 'Make token' }).click()
  await sent
  release()
  await expect(page.getByRole('heading', { name: 'Your new token' })).toBeVisible()
  await expect(page.locator('pre').first()).toContainText('lk_')
})

const row = (page: Page) => page.getByRole('row').filter({ hasText: NAME })
