import type { WrapContext } from '../root-key'

/**
 * What a share is bound to, as additional authenticated data: a JSON list in one fixed order, so that no two contexts
 * give the same bytes. Google neither logs it nor lets a policy ask about it. So it keeps wraps apart, but the
 * customer doesn't see it; what they see and grant is the service account, one for each organization.
 */
export function authenticatedData(context: WrapContext): Uint8Array {
  const { organization, purpose, scope, region, share } = context
  return Buffer.from(JSON.stringify(['latchkey/v1/google-kms', organization, purpose, scope, region, share]))
}
