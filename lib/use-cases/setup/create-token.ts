import { z } from 'zod'
import { hashToken, randomToken } from '@/lib/auth/tokens'
import { type DataClass, dataClass, storedDataClasses } from '@/lib/domain/data-classes'
import { LatchkeyError } from '@/lib/domain/errors'
import { parseInput } from '@/lib/domain/form-input'
import { organizationId } from '@/lib/domain/ids'
import type { Store } from '@/lib/store/open'
import { saveToken } from '@/lib/store/service-tokens'
import { organizationExists } from '@/lib/store/setup'

const isStored = (name: DataClass) => storedDataClasses.includes(name)
const classes = z.array(dataClass.refine(isStored, 'This class is not stored, and so has no key.'))

const createTokenInput = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Use small letters, digits and hyphens.'),
  encryptClasses: classes,
  decryptClasses: classes,
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
  if (limits.name === 'web') throw refuse('name', 'This name is taken by the web application.')
  if (limits.expiresAt && limits.expiresAt <= now) throw refuse('expiresAt', 'This has passed already.')
  if (limits.organizationId && !(await organizationExists(store.platform, limits.organizationId))) {
    throw refuse('organizationId', 'There is no such organization.')
  }
  const token = `lk_${randomToken()}`
  await saveToken(store.platform, hashToken(token), limits)
  return token
}
