import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { storedDataClasses } from '../../lib/domain/data-classes'

/**
 * Tells the encryption service about web's token, by its hash: it encrypts every stored class, decrypts
 * document metadata only, and is worth nothing without a live session. A token that was revoked stays so.
 * @param owner connected as the owner of the database
 */
export async function registerWebToken(owner: Client, token: string): Promise<void> {
  const hash = createHash('sha256').update(token).digest()
  await owner.query(
    `INSERT INTO service_tokens (id, name, token_hash, encrypt_classes, decrypt_classes, requires_session)
     VALUES (gen_random_uuid(), 'web', $1, $2, $3, true)
     ON CONFLICT (name) DO UPDATE SET token_hash = $1, encrypt_classes = $2, decrypt_classes = $3,
       requires_session = true,
       revoked_at = CASE WHEN service_tokens.token_hash = $1 THEN service_tokens.revoked_at END`,
    [hash, storedDataClasses, ['document_metadata']],
  )
}
