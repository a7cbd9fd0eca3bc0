import { Disk, errors } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import { LatchkeyError } from '@/lib/domain/errors'

/** Object storage as the product needs it: ciphertext by key. */
export interface ObjectStorage {
  put(key: string, bytes: Uint8Array): Promise<void>
  /** @throws LatchkeyError not_found */
  get(key: string): Promise<Uint8Array>
  delete(key: string): Promise<void>
}

/** Object storage in a local folder; flydrive's other drivers (S3, GCS) fit behind the same face. */
export function openFolderStorage(folder: string): ObjectStorage {
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }))
  return {
    put: (key, bytes) => disk.put(key, bytes),
    delete: (key) => disk.delete(key),
    async get(key) {
      try {
        return await disk.getBytes(key)
      } catch (error) {
        if (error instanceof errors.E_CANNOT_READ_FILE) throw new LatchkeyError('not_found', { cause: error })
        throw error
      }
    },
  }
}
