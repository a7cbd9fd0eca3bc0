import { createHash, randomBytes } from 'node:crypto'

/** A session that a test opened: its random id, and the hash that stands in the database. */
export interface TestSession {
  token: string
  hash: Uint8Array<ArrayBuffer>
}

/** What a session would be; nobody has opened it. */
export function makeSession(token = randomBytes(32).toString('base64url')): TestSession {
  return { token, hash: new Uint8Array(createHash('sha256').update(token).digest()) }
}

/** Opens a session for a person, as the database's owner. */
export async function openSession(
  owner: { query(text: string, values: unknown[]): Promise<unknown> },
  person: string,
  session = makeSession(),
): Promise<TestSession> {
  await owner.query(
    `INSERT INTO sessions (id, token_hash, user_id, expires_at)
     VALUES (gen_random_uuid(), $1, $2, now() + interval '1 hour')`,
    [session.hash, person],
  )
  return session
}
