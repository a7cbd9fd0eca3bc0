import { LatchkeyError } from '@/lib/domain/errors'
import { demoCard } from '@/lib/domain/sign-in'
import type { PlatformScope } from '@/lib/store/open'
import { findUserByEmail } from '@/lib/store/people'

/**
 * Who a card of the demo stands for.
 * @param people the addresses of those who have a card
 * @returns the person's id
 * @throws LatchkeyError wrong_credentials
 */
export async function checkDemoCard(
  platform: PlatformScope,
  people: readonly string[],
  input: unknown,
): Promise<string> {
  const email = demoCard.safeParse(input).data?.email
  if (!email || !people.includes(email)) throw new LatchkeyError('wrong_credentials')
  const user = await findUserByEmail(platform, email)
  if (!user || user.disabledAt) throw new LatchkeyError('wrong_credentials')
  return user.id
}
