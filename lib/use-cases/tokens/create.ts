import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { parseInput } from '@/lib/domain/form-input'
import { opaqueId, organizationId } from '@/lib/domain/ids'
import { TOKEN_LIVES_DAYS, tokenName, wantedToken } from '@/lib/domain/service-tokens'
import { type Context, inOrganization, onPlatform } from '../context'

/** Boxes of one name: none, one or several of them ticked. */
const ticked = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .default([])
  .pipe(wantedToken.shape.encryptClasses)

const lifeDays = z.coerce.number().refine((days) => TOKEN_LIVES_DAYS.some((offered) => offered === days), {
  error: 'Choose one of the values offered.',
})

const fields = {
  submissionId: opaqueId,
  name: tokenName,
  encryptClasses: ticked,
  decryptClasses: ticked,
  lifeDays,
}

export const createTokenInput = z.strictObject(fields)

/** On the platform, with the one organization that it serves; empty: all of them. */
export const createPlatformTokenInput = z.strictObject({
  ...fields,
  organizationId: z.union([z.literal('').transform(() => null), organizationId]),
})

type Wish = Omit<z.infer<typeof createPlatformTokenInput>, 'organizationId'>

/**
 * Has a token made that serves the actor's organization alone.
 * @returns the token, which is kept nowhere
 * @throws LatchkeyError forbidden, invalid_input, already_submitted, service_unavailable
 */
export async function createToken(context: Context, input: z.infer<typeof createTokenInput>) {
  const { organization } = inOrganization(context, 'tokens.write')
  return { token: await issue(context, input, organization.id) }
}

/**
 * Has a token of the platform made, for one organization or for all.
 * @returns the token, which is kept nowhere
 * @throws LatchkeyError forbidden, invalid_input, not_found, already_submitted, service_unavailable
 */
export async function createPlatformToken(
  context: Context,
  { organizationId: only, ...input }: z.infer<typeof createPlatformTokenInput>,
) {
  onPlatform(context, 'platform.tokens')
  return { token: await issue(context, input, only) }
}

/** The form's id becomes the token's, so that a form sent twice makes one. */
function issue({ tokens }: Context, { submissionId, ...wish }: Wish, only: string | null): Promise<string> {
  const parsed = parseInput(wantedToken, { id: submissionId, organizationId: only, ...wish })
  if (!parsed.ok) throw new LatchkeyError('invalid_input', { fields: parsed.fields })
  return tokens.issue(parsed.input)
}
