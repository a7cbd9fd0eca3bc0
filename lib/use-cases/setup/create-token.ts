import { z } from 'zod'
import { hashToken, newServiceToken } from '@/lib/auth/tokens'
import { LatchkeyError } from '@/lib/domain/errors'
import { parseInput } from '@/lib/domain/form-input'
import { organizationId } from '@/lib/domain/ids'
import { tokenClasses, tokenName, WEB_TOKEN } from '@/lib/domain/service-tokens'
import { appendPlatformAudit } from '@/lib/store/audit'
import type { Store } from '@/lib/store/open'
import { saveToken } from '@/lib/store/service-tokens'
import { organizationExists } from '@/lib/store/setup'

const createTokenInput = z.strictObject({
  name: tokenName,
  encryptClasses: tokenClasses,
  decryptClasses: tokenClasses,
  organizationId: organizationId.nullable(),
  requiresSession: z.boolean(),
  expiresAt: z.date().nullable(),
})

/**
 * Makes the token of one of the vendor's services, or gives the one of that name a new secret and new limits.
 * @returns the token, which is kept nowhere: `lk_` and 256 random bits
 * @throws LatchkeyError invalid_input
 */
export async function createToken(store: Store, wanted: unknown, now: Date): Promise<string> {
  const parsed = parseInput(createTokenInput, wanted)
  if (!parsed.ok) throw new LatchkeyError('invalid_input', { fields: parsed.fields })
  const limits = parsed.input
  const refuse = (field: string, message: string) =>
    new LatchkeyError('invalid_input', { fields: { [field]: message } })
  if (limits.name === WEB_TOKEN.name) throw refuse('name', 'This name is taken by the web application.')
  if (limits.expiresAt && limits.expiresAt <= now) throw refuse('expiresAt', 'This has passed already.')
  if (limits.organizationId && !(await organizationExists(store.platform, limits.organizationId))) {
    throw refuse('organizationId', 'There is no such organization.')
  }
  const { token, lastFour } = newServiceToken()
  await store.platform.transaction(async (tx) => {
    await saveToken(tx, hashToken(token), { ...limits, lastFour })
    const { name, expiresAt, ...reach } = limits
    const detail = { name, ...reach, expiresAt: expiresAt?.toISOString() ?? null }
    await appendPlatformAudit(tx, {
      actorId: null,
      actorName: 'Set-up',
      action: 'token.created',
      target: name,
      detail,
    })
  })
  return token
}
