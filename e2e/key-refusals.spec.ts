import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessibility'
import { watchComplaints } from './support/complaints'
import { createKey, disableKey } from './support/northwind'
import { signInAs } from './support/people'
import { checkKey, policyOf } from './support/wizard'

// Gil's organization has no key; the specs that link one to it come later by name.
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111'

/** What nobody needs a cloud for: refused beside its field, each with its own sentence. */
const PASTED = [
  ['an alias ARN', 'arn:aws:kms:eu-central-1:111122223333:alias/data', /ARN of an alias/],
  ['the name of an alias', 'alias/data', /name of an alias/],
  ['a bare key id', '11111111-1111-4111-8111-111111111111', /key’s id alone/],
  ['a region that is not offered', KEY.replace('eu-central-1', 'xx-north-9'), /region that is not offered/],
  ['half an ARN', KEY.slice(0, -4), /not complete/],
  ['another service', 'arn:aws:s3:::bucket', /something other than a KMS key/],
  ['nothing', '', /Paste the ARN/],
] as const

test('a reference that names no key is refused beside its field', async ({ page }) => {
  const complaints = watchComplaints(page)
  await signInAs(page, 'Gil')
  for (const [what, pasted, sentence] of PASTED) {
    await test.step(what, async () => {
      await checkKey(page, pasted)
      await expect(page.getByLabel('Key ARN')).toHaveAccessibleDescription(sentence)
      await expect(page.getByLabel('Key ARN')).toBeFocused()
      await expect(page).toHaveURL(/step=key/)
    })
  }
  await expectAccessible(page)
  expect(complaints).toEqual([])
})

/** Keys that are there and won't do; each check says why, on whose side it is, and how to mend it. */
const CHECKED: {
  what: string
  kind?: string
  policy?: (asked: string) => string
  disabled?: true
  arn?: (arn: string) => string
  sentence: RegExp
  fix: RegExp
}[] = [
  {
    what: 'an asymmetric key',
    kind: 'RSA 2048 · encrypt and decrypt',
    sentence: /The key is not symmetric/,
    fix: /Create a key of the type “Symmetric”/,
  },
  {
    what: 'a key for signing',
    kind: 'RSA 2048 · sign and verify',
    sentence: /made for another use/,
    fix: /whose usage is “Encrypt and decrypt”/,
  },
  {
    what: 'a disabled key',
    disabled: true,
    sentence: /The key is disabled in your AWS account/,
    fix: /Enable the key/,
  },
  {
    what: 'a key in another region',
    arn: (arn) => arn.replace('eu-central-1', 'eu-west-1'),
    sentence: /does not exist|no such key/,
    fix: /Compare the ARN/,
  },
  {
    what: 'a key without our statements',
    policy: () => '',
    sentence: /does not let us encrypt/,
    fix: /Put the policy that we ask for into the key/,
  },
  {
    what: 'a key that opens for every organization',
    policy: (asked) => withoutConditions(asked),
    sentence: /also works for an organization that is not yours/,
    fix: /Put the condition on your organization’s id/,
  },
]

test('a key that won’t do is refused with reason and fix, and nothing is stored', async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000)
  const cloud = await (await browser.newContext()).newPage()
  await signInAs(page, 'Gil')
  const asked = await policyOf(page)
  for (const { what, kind, policy, disabled, arn, sentence, fix } of CHECKED) {
    await test.step(what, async () => {
      const made = await createKey(cloud, `Refused: ${what}`, policy ? policy(asked) : asked, kind)
      if (disabled) await disableKey(cloud, made)
      await checkKey(page, arn ? arn(made) : made)
      await expect(page.getByText('This key did not pass.')).toBeVisible({ timeout: 30_000 })
      const failed = page.getByRole('listitem').filter({ hasText: sentence }).first()
      await expect(failed).toContainText(/Failed|Undecided/)
      await expect(failed).toContainText('Your cloud admin’s move')
      await expect(failed).toContainText(fix)
      await expect(page.getByRole('link', { name: 'Review what changes' })).toBeHidden()
      await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible()
    })
  }
  await expectAccessible(page)
  await reviewIsOutOfReach(page)
  await page.goto('/keys')
  await expect(page.getByRole('heading', { name: 'No key of yours is linked' })).toBeVisible()
  expect(await (await page.request.get('/api/keys')).json()).toMatchObject({
    link: null,
    roots: [{ owner: 'platform' }],
  })
})

/** The address alone leads no further than the checks: they have to have passed. */
async function reviewIsOutOfReach(page: Page): Promise<void> {
  await page.goto(page.url().replace('step=checks', 'step=review'))
  await expect(page.getByText('This key did not pass.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Link this key' })).toBeHidden()
}

function withoutConditions(policy: string): string {
  const document = JSON.parse(policy) as { Statement: Record<string, unknown>[] }
  for (const statement of document.Statement) delete statement.Condition
  return JSON.stringify(document)
}

test('an auditor sees why not, and a reload keeps an admin’s place', async ({ page, browser }) => {
  await signInAs(page, 'Gil')
  await page.goto('/keys/link')
  await page.getByRole('link', { name: 'Continue with AWS KMS' }).click()
  await page.getByRole('link', { name: 'The key is prepared' }).click()
  await page.getByLabel('Key ARN').fill(KEY)
  await expect(page.getByText('111122223333')).toBeVisible()
  await page.getByRole('button', { name: 'Check this key' }).click()
  await expect(page.getByText('This key did not pass.')).toBeVisible({ timeout: 30_000 })
  await page.reload()
  await expect(page.getByText('This key did not pass.')).toBeVisible()
  await page.getByRole('link', { name: 'Back', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Key ARN' })).toHaveValue(KEY)

  const ben = await (await browser.newContext()).newPage()
  await signInAs(ben, 'Ben')
  await ben.goto('/keys/link?step=key')
  await expect(ben.getByText('Only an organization admin can link a key.')).toBeVisible()
  await expect(ben.getByRole('textbox', { name: 'Key ARN' })).toBeHidden()
  await expectAccessible(ben)
})
