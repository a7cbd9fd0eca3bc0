import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { isLoopbackHost } from '@/lib/domain/loopback'
import { oneMore, waitMs } from '@/lib/domain/sign-in-throttle'
import type { PlatformScope } from '@/lib/store/open'
import { clearFailures, countFailure, findAttempts, findUserByEmail } from '@/lib/store/people'
import { MAX_PASSWORD_LENGTH, passwordMatches } from './passwords'
import { hashToken } from './tokens'

const credentials = z.object({
  email: z.string().trim().toLowerCase().max(320),
  password: z.string().max(MAX_PASSWORD_LENGTH),
})

/**
 * Who an e-mail address and a password belong to. Addresses without an account are treated like the others,
 * in what is said and in the work that is done.
 * @returns the person's id
 * @throws LatchkeyError wrong_credentials, too_many_attempts
 */
export async function checkPassword(platform: PlatformScope, input: unknown, now: Date): Promise<string> {
  const parsed = credentials.safeParse(input)
  if (!parsed.success) throw new LatchkeyError('wrong_credentials')
  const { email, password } = parsed.data
  const emailHash = hashToken(email)
  await countAttempt(platform, emailHash, now)
  const user = await findUserByEmail(platform, email)
  const usable = user && !user.disabledAt ? user : null
  const matches = await passwordMatches(usable?.passwordHash ?? null, password)
  if (!usable || !matches) throw new LatchkeyError('wrong_credentials')
  await clearFailures(platform, emailHash)
  return usable.id
}

/** Counts an attempt as failed before its password is looked at, so that many at once gain nothing. */
async function countAttempt(platform: PlatformScope, emailHash: Uint8Array<ArrayBuffer>, now: Date) {
  for (let tries = 0; tries < 20; tries++) {
    const seen = await findAttempts(platform, emailHash)
    const wait = waitMs(seen, now)
    if (wait > 0) throw tooManyAttempts(wait)
    if (await countFailure(platform, emailHash, seen, oneMore(seen, now))) return
  }
  throw tooManyAttempts(60_000)
}

function tooManyAttempts(wait: number): LatchkeyError {
  const minutes = Math.ceil(wait / 60_000)
  const fix = `Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} before you try again.`
  return new LatchkeyError('too_many_attempts', { fix })
}

const demoCard = z.object({ email: z.string() })

/**
 * Who a card of the demo stands for; asked for at this machine only.
 * @param host the request's Host header
 * @returns the person's id
 * @throws LatchkeyError wrong_credentials
 */
export async function checkDemoCard(
  platform: PlatformScope,
  people: readonly string[],
  input: unknown,
  host: string | undefined,
): Promise<string> {
  const parsed = demoCard.safeParse(input)
  const email = parsed.data?.email
  if (!email || !people.includes(email) || !isLoopbackHost(host)) throw new LatchkeyError('wrong_credentials')
  const user = await findUserByEmail(platform, email)
  if (!user || user.disabledAt) throw new LatchkeyError('wrong_credentials')
  return user.id
}
