import { hash, verify } from '@node-rs/argon2'

// argon2id with the first of OWASP's recommended settings: 19 MiB, two passes, one lane (RFC 9106).
const ARGON2ID = 2
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashes a password for the database. The answer (PHC string) carries its salt and cost. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST)

let nobody: Promise<string> | undefined

/**
 * Whether a password is the one that was hashed. Without a hash (no such account) the same work is done for
 * nothing, so that the time taken doesn't tell whether an account exists.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('the password of nobody')
  const matches = await verify(stored ?? (await nobody), password)
  return matches && stored !== null
}
