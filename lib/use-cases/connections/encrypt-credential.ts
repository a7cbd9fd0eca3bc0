import { type ConnectionTarget, credentialContext } from '@/lib/domain/connection-binding'
import { valueOrThrow } from '@/lib/domain/encryption-core'
import { LatchkeyError } from '@/lib/domain/errors'
import { isDuplicate } from '@/lib/store/problems'
import type { OrganizationContext } from '../context'

/**
 * The ciphertext of a connection's password, bound to where it leads.
 * @throws LatchkeyError key_denied, key_unreachable, platform_key_unavailable, service_unavailable
 */
export async function encryptCredential(
  { core, organization }: OrganizationContext,
  connection: ConnectionTarget & { id: string },
  password: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const plaintext = new TextEncoder().encode(password)
  const context = credentialContext(organization.id, connection)
  const [outcome] = await core.encrypt([{ context, plaintext }])
  return new Uint8Array(valueOrThrow(outcome))
}

/** Names of connections are unique in an organization: says so beside the field. */
export async function refusingTakenName<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (cause) {
    if (!isDuplicate(cause)) throw cause
    throw new LatchkeyError('invalid_input', {
      fields: { name: 'Another connection has this name.' },
      cause,
    })
  }
}
