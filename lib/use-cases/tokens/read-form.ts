import type { TokenExample } from '@/lib/domain/views/tokens'
import { webEnv } from '@/lib/env'
import { listOrganizations } from '@/lib/store/key-views'
import { type Context, inOrganization, onPlatform } from '../context'

/** What the example beside a new token says. @throws LatchkeyError forbidden */
export async function readTokenForm(context: Context): Promise<TokenExample> {
  const { organization } = inOrganization(context, 'tokens.write')
  return { serviceUrl: webEnv().serviceUrl, organizationId: organization.id }
}

/** The organizations that a token of the platform may be limited to. @throws LatchkeyError forbidden */
export async function readPlatformTokenForm(context: Context) {
  const { platform } = onPlatform(context, 'platform.tokens')
  const organizations = (await listOrganizations(platform)).map(({ id, name }) => ({ id, name }))
  return { serviceUrl: webEnv().serviceUrl, organizations }
}
