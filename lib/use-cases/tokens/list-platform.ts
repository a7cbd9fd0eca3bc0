import { z } from 'zod'
import { auditSentence } from '@/lib/domain/audit-sentences'
import type { PlatformTokenList } from '@/lib/domain/views/tokens'
import { listPlatformAudit } from '@/lib/store/audit'
import { listPlatformTokens } from '@/lib/store/service-tokens'
import { type Context, onPlatform } from '../context'
import { toTokenRows } from './rows'

const RECORD_SIZE = 20
const detailOf = z.record(z.string(), z.unknown()).catch({})

/** The platform's tokens but web's own, and the newest of its record. @throws LatchkeyError forbidden */
export async function listTokensOfPlatform(context: Context): Promise<PlatformTokenList> {
  const { platform, now } = onPlatform(context, 'platform.tokens')
  const [tokens, entries] = await Promise.all([
    listPlatformTokens(platform, 'any'),
    listPlatformAudit(platform, RECORD_SIZE),
  ])
  return {
    tokens: await toTokenRows(platform, tokens, now),
    record: entries.map(({ id, at, actorName, action, detail }) => ({
      id,
      at: at.toISOString(),
      actorName,
      sentence: auditSentence(action, detailOf.parse(detail)),
    })),
  }
}
