import { passwordMatches } from '@/lib/auth/passwords'
import { hashToken } from '@/lib/auth/tokens'
import { LatchkeyError } from '@/lib/domain/errors'
import { credentials } from '@/lib/domain/sign-in'
import { oneMore, waitMs } from '@/lib/domain/sign-in-throttle'
import type { PlatformScope } from '@/lib/store/open'
import { clearFailures, countFailure, findAttempts, findUserByEmail } from '@/lib/store/people'

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
