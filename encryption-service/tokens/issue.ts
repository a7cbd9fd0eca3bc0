import { hashToken, newServiceToken } from '@/lib/auth/tokens'
import { LatchkeyError } from '@/lib/domain/errors'
import { type WantedToken, WEB_TOKEN } from '@/lib/domain/service-tokens'
import type { Store } from '@/lib/store/open'
import { isDuplicate } from '@/lib/store/problems'
import { changeTokens, findTokenOwner } from '@/lib/store/service-tokens'
import { organizationExists } from '@/lib/store/setup'
import type { Person } from '../http/authenticate'
import { actsFor } from './reach'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Makes the token that a person wants, within what their role reaches, with its record.
 * @returns the token, which is kept nowhere
 * @throws LatchkeyError forbidden, invalid_input, not_found, already_submitted
 */
export async function issueToken(store: Store, person: Person, wanted: WantedToken, now: Date) {
  const { id, lifeDays, organizationId, ...grant } = wanted
  const byPlatform = !actsFor(person, 'organization', organizationId)
  if (byPlatform && !actsFor(person, 'platform', organizationId)) throw new LatchkeyError('forbidden')
  if (byPlatform && grant.name === WEB_TOKEN.name) throw taken('This name is taken by the web application.')
  if (organizationId && !(await organizationExists(store.platform, organizationId))) {
    throw new LatchkeyError('not_found')
  }
  const { token, lastFour } = newServiceToken()
  const expiresAt = new Date(now.getTime() + lifeDays * DAY_MS)
  const row = { ...grant, id, organizationId, byPlatform, lastFour, expiresAt, createdBy: person.id }
  const detail = { ...grant, expiresAt: expiresAt.toISOString() }
  const by = { actorId: person.id, actorName: person.name }
  try {
    await changeTokens(store, organizationId, async (change) => {
      await change.insert({ ...row, tokenHash: hashToken(token) })
      await change.record({ ...by, action: 'token.created', target: id, detail })
    })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    if (await findTokenOwner(store.platform, id)) throw new LatchkeyError('already_submitted')
    throw taken('A live token has this name already: take another, or revoke that one first.')
  }
  return token
}

const taken = (name: string) => new LatchkeyError('invalid_input', { fields: { name } })
