import type { Page } from '@playwright/test'

/** The people of the demo, by first name: what they are called and where they begin. */
export const PEOPLE = {
  Ada: { email: 'ada@northwind.example', start: '/overview' },
  Ben: { email: 'ben@northwind.example', start: '/overview' },
  Sam: { email: 'sam@latchkey.example', start: '/support' },
  Olga: { email: 'olga@latchkey.example', start: '/platform' },
  Fay: { email: 'fay@fabrikam.example', start: '/overview' },
  Ines: { email: 'ines@initech.example', start: '/overview' },
  Gil: { email: 'gil@globex.example', start: '/overview' },
} as const

export type FirstName = keyof typeof PEOPLE

/** Signs in by a click on the person's card, and waits for their start page. */
export async function signInAs(page: Page, name: FirstName): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: `Sign in as ${name}` }).click()
  await page.waitForURL(`**${PEOPLE[name].start}`)
}

/** Fills in the password form and sends it. */
export async function enterPassword(page: Page, email: string, password: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Sign in', exact: true })
  await form.getByLabel('E-mail address').fill(email)
  await form.getByLabel('Password').fill(password)
  await form.getByRole('button', { name: 'Sign in' }).click()
}

/** Chooses an entry of the signed-in person's menu. */
export async function chooseFromMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: /^Account: / }).click()
  await page.getByRole('menuitem', { name: entry, exact: true }).click()
}
