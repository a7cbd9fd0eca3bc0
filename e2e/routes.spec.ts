import http from 'node:http'
import { expect, test } from '@playwright/test'
import { signInAs } from './support/people'

/** The status of an answer to a request that names another host than the one it went to. */
function statusFor(url: URL, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    request.once('error', reject)
  })
}

test('every page carries a policy with a nonce of its own', async ({ request }) => {
  const nonceOf = async () => {
    const headers = (await request.get('/')).headers()
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    })
    const policy = headers['content-security-policy'] ?? ''
    expect(policy).toContain(`frame-ancestors 'none'`)
    expect(policy).not.toContain('unsafe-eval')
    return /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1]
  }
  const [first, second] = [await nonceOf(), await nonceOf()]
  expect(first).toMatch(/^[\w+/]{22}==$/)
  expect(second).not.toBe(first)
})

test('the demo answers to this machine’s own names only', async ({ baseURL }) => {
  for (const address of ['/', '/api/auth/csrf']) {
    const url = new URL(address, baseURL)
    expect(await statusFor(url, 'latchkey.example')).toBe(421)
    expect(await statusFor(url, `localhost:${url.port}`)).toBe(200)
  }
})

test('who isn’t signed in reaches no page and no data', async ({ page, request }) => {
  for (const address of ['/overview', '/keys', '/tokens', '/support', '/platform', '/platform/tokens']) {
    await page.goto(address)
    await expect(page).toHaveURL('/')
  }
  const answer = await request.get('/api/availability')
  expect(answer.status()).toBe(401)
  expect(answer.headers()).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
  expect(await answer.json()).toMatchObject({ code: 'not_signed_in', requestId: expect.any(String) })
})

test('a malformed id looks the same as one that doesn’t exist', async ({ page }) => {
  await signInAs(page, 'Ada')
  const problemAt = async (address: string) => {
    const answer = await page.request.get(address)
    const { requestId: _, ...told } = await answer.json()
    return { status: answer.status(), told }
  }
  const unknown = await problemAt('/api/jobs/7d0f3a52-5c5b-4a0e-9f0e-0d5e0f1a2b3c')
  expect(unknown).toMatchObject({ status: 404, told: { code: 'not_found' } })
  for (const id of ['1', 'x'.repeat(3000), "'%20OR%201=1--", '..%2f..%2fetc']) {
    expect(await problemAt(`/api/jobs/${id}`)).toEqual(unknown)
  }
})

test('a query that nobody asked for is refused', async ({ page }) => {
  await signInAs(page, 'Ada')
  const answer = await page.request.get('/api/availability?organization=other')
  expect(answer.status()).toBe(422)
  expect(await answer.json()).toMatchObject({ code: 'invalid_input' })
})

test('staff have no organization’s data, members no staff’s', async ({ page }) => {
  await signInAs(page, 'Sam')
  const answer = await page.request.get('/api/availability')
  expect([answer.status(), (await answer.json()).code]).toEqual([403, 'forbidden'])
})

test('the browser’s scripts never see the session', async ({ page, context }) => {
  await signInAs(page, 'Ada')
  expect(await page.evaluate(() => document.cookie)).not.toContain('session')
  const told = await page.request.get('/api/auth/session')
  expect(Object.keys(await told.json())).toEqual(['expires'])
  const cookie = (await context.cookies()).find(({ name }) => name === 'latchkey.session')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', secure: false })
})
