import type { Client } from 'pg'
import { hashToken } from '../../lib/auth/tokens'
import { WEB_TOKEN } from '../../lib/domain/service-tokens'

/**
 * Tells the encryption service about web's token, by its hash, with the limits that WEB_TOKEN sets. A token
 * that was revoked stays so.
 * @param owner connected as the owner of the database
 */
export async function registerWebToken(owner: Client, token: string): Promise<void> {
  const { name, encryptClasses, decryptClasses, requiresSession } = WEB_TOKEN
  const hash = Buffer.from(hashToken(token))
  await owner.query(
    `UPDATE service_tokens SET revoked_at = now()
     WHERE name = $1 AND by_platform AND revoked_at IS NULL AND token_hash <> $2`,
    [name, hash],
  )
  await owner.query(
    `INSERT INTO service_tokens (id, name, token_hash, encrypt_classes, decrypt_classes, requires_session)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)
     ON CONFLICT (token_hash) DO UPDATE SET encrypt_classes = $3, decrypt_classes = $4, requires_session = $5`,
    [name, hash, encryptClasses, decryptClasses, requiresSession],
  )
}
