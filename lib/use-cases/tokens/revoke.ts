import { z } from 'zod'
import { opaqueId } from '@/lib/domain/ids'
import { type Context, inOrganization, onPlatform } from '../context'
import { knownId } from '../known-id'

export const revokeTokenInput = z.strictObject({ submissionId: opaqueId, id: z.string() })
type RevokeToken = z.infer<typeof revokeTokenInput>

/**
 * Has a token of the organization revoked; the service looks whose it is.
 * @throws LatchkeyError forbidden, not_found, service_unavailable
 */
export async function revokeToken(context: Context, { id }: RevokeToken): Promise<void> {
  inOrganization(context, 'tokens.write')
  await context.tokens.revoke(knownId(id))
}

/** Has a token of the platform revoked. @throws LatchkeyError forbidden, not_found, service_unavailable */
export async function revokePlatformToken(context: Context, { id }: RevokeToken): Promise<void> {
  onPlatform(context, 'platform.tokens')
  await context.tokens.revoke(knownId(id))
}
