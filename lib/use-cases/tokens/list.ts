import type { TokenList } from '@/lib/domain/views/tokens'
import { listPlatformTokens, listTokensOf } from '@/lib/store/service-tokens'
import { type Context, inOrganization } from '../context'
import { toTokenRows } from './rows'

/**
 * The organization's tokens, and those of the platform that reach its data, newest first.
 * @throws LatchkeyError forbidden
 */
export async function listTokens(context: Context): Promise<TokenList> {
  const { scope, store, now } = inOrganization(context, 'tokens.read')
  const [inside, forAll] = await Promise.all([listTokensOf(scope), listPlatformTokens(store.platform, 'all')])
  const own = inside.filter(({ byPlatform }) => !byPlatform)
  const reaching = [...inside.filter(({ byPlatform }) => byPlatform), ...forAll]
  const [ownRows, platformRows] = await Promise.all([
    toTokenRows(store.platform, own, now),
    toTokenRows(store.platform, reaching, now),
  ])
  // What is over reaches nobody's data any more.
  return { own: ownRows, platform: platformRows.filter(({ state }) => isAlive(state)) }
}

const isAlive = (state: string) => state === 'live' || state === 'expires_soon'
