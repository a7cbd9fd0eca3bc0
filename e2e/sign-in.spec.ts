import { expect, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { demo } from './support/demo'
import { chooseFromMenu, enterPassword, PEOPLE, signInAs } from './support/people'
import { screenshot } from './support/screenshot'

const WRONG = 'The e-mail address or the password is wrong.'
const SLOWED = 'Too many wrong passwords for this e-mail address.'

test('the first page says what this is and is accessible', async ({ page }) => {
  const complaints = watchComplaints(page)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Sign in as / })).toHaveCount(7)
  await expectAccessible(page)
  await screenshot(page, 'sign-in-1-first-page')
  expect(complaints).toEqual([])
})

for (const name of ['Ada', 'Ben', 'Sam', 'Olga', 'Gil'] as const) {
  test(`one click signs ${name} in and leads to the right start`, async ({ page }) => {
    const complaints = watchComplaints(page)
    await signInAs(page, name)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.goto('/')
    await expect(page).toHaveURL(new RegExp(`${PEOPLE[name].start}$`))
    expect(complaints).toEqual([])
  })
}

test('the right password signs in', async ({ page }) => {
  await page.goto('/')
  await enterPassword(page, PEOPLE.Ben.email.toUpperCase(), demo.passwordOf(PEOPLE.Ben.email))
  await page.waitForURL(`**${PEOPLE.Ben.start}`)
})

test('a wrong password and an unknown address are told the same, and both are slowed down', async ({
  page,
}) => {
  await page.goto('/')
  const alert = page.getByRole('form', { name: 'Sign in', exact: true }).getByRole('alert')
  const answers: string[][] = []
  for (const email of [PEOPLE.Gil.email, 'nobody@globex.example']) {
    const told: string[] = []
    for (let attempt = 1; attempt <= 6; attempt++) {
      const answered = page.waitForResponse('**/api/auth/callback/password*')
      await enterPassword(page, email, `guess ${attempt}`)
      await answered
      await expect(alert).toContainText(attempt > 5 ? SLOWED : WRONG)
      told.push(await alert.innerText())
    }
    answers.push(told)
  }
  expect(answers[0]).toEqual(answers[1])
  await expectAccessible(page)
  await screenshot(page, 'sign-in-2-slowed-down')
  await enterPassword(page, PEOPLE.Gil.email, demo.passwordOf(PEOPLE.Gil.email))
  await expect(alert).toContainText(SLOWED)
})

test('signing out ends the session at once: a copied cookie opens nothing', async ({ page, context }) => {
  const complaints = watchComplaints(page)
  await signInAs(page, 'Ada')
  const copied = await context.cookies()
  await chooseFromMenu(page, 'Sign out')
  await expect(page.getByRole('button', { name: 'Sign in as Ada' })).toBeVisible()
  expect(complaints).toEqual([])
  await context.addCookies(copied)
  await page.goto('/keys')
  await expect(page).toHaveURL('/')
  const answer = await page.request.get('/api/availability')
  expect(answer.status()).toBe(401)
  expect(await answer.json()).toMatchObject({ code: 'not_signed_in' })
})

test('signing out everywhere ends the sessions of other browsers too', async ({ page, browser, baseURL }) => {
  const elsewhere = await browser.newContext({ baseURL })
  const other = await elsewhere.newPage()
  await signInAs(other, 'Ada')
  await signInAs(page, 'Ada')
  await chooseFromMenu(page, 'Sign out everywhere')
  await expect(page.getByRole('button', { name: 'Sign in as Ada' })).toBeVisible()
  // The other page asks how the key is every few seconds, and leaves by itself.
  await expect(other.getByRole('button', { name: 'Sign in as Ada' })).toBeVisible()
  await elsewhere.close()
})

test('a page of another role says so', async ({ page }) => {
  await signInAs(page, 'Ada')
  for (const address of ['/support', '/platform']) {
    await page.goto(address)
    await expect(page.getByRole('heading', { name: 'This page is not for your role' })).toBeVisible()
    await expect(page.getByText('You are signed in as Ada Marsh (Organization admin).')).toBeVisible()
  }
  await expectAccessible(page)
  await screenshot(page, 'sign-in-3-not-for-your-role')
  await page.getByRole('link', { name: 'Go to your start page' }).click()
  await expect(page).toHaveURL('/overview')
  await chooseFromMenu(page, 'Sign out')
  await signInAs(page, 'Sam')
  for (const address of ['/overview', '/keys', '/platform']) {
    await page.goto(address)
    await expect(page.getByRole('heading', { name: 'This page is not for your role' })).toBeVisible()
  }
})
