import { Problem } from '../../scripts/lib/problem.mjs'

/** One of the demo's people, by e-mail address. */
export const ADMIN = 'ada@northwind.example'
export const SUPPORT = 'sam@latchkey.example'
export const OPERATOR = 'olga@latchkey.example'

const cookiesOf = (response: Response) =>
  response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '')

/**
 * Signs in as the demo's cards do.
 * @returns the value of the Cookie header for what follows
 * @throws Problem when nobody is let in
 */
export async function signIn(url: string, email: string): Promise<string> {
  const first = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = (await first.json()) as { csrfToken: string }
  const cookies = cookiesOf(first)
  const response = await fetch(`${url}/api/auth/callback/demo`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies.join('; ') },
    body: new URLSearchParams({ csrfToken, email, json: 'true' }),
  })
  await response.arrayBuffer()
  const all = [...cookies, ...cookiesOf(response)]
  if (all.some((cookie) => cookie.includes('latchkey.session='))) return all.join('; ')
  throw new Problem(`${email} could not sign in (${response.status}).`)
}

/** Loads an address to its last byte. @throws Problem unless it answers 200 and no part of it failed */
export async function load(address: string, cookie: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual', headers: { cookie } })
  const text = await response.text()
  if (response.status !== 200) throw new Problem(`${address} answers ${response.status}`)
  // Next's mark for a part that failed, or redirected, after the page had begun; it is empty for a part that
  // is left to the browser on purpose.
  const broken = /data-dgst="([^"]+)"/.exec(text)
  if (broken) throw new Problem(`a part of ${address} failed (${broken[1]})`)
  return text
}
