import { LatchkeyError } from '@/lib/domain/errors'

/**
 * Encrypts and saves; when the key was rotated in between, so that the database refuses the older version,
 * does both once more. `work` writes in one transaction, which was rolled back then.
 * @throws LatchkeyError stale_key_version when the second try comes too late as well
 */
export async function encryptAgainIfStale<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LatchkeyError && error.code === 'stale_key_version') return work()
    throw error
  }
}
