import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import { LatchkeyError } from '@/lib/domain/errors'

/** Object storage as the product needs it: ciphertext by key. */
export interface ObjectStorage {
  put(key: string, bytes: Uint8Array): Promise<void>
  /** @throws LatchkeyError not_found */
  get(key: string): Promise<Uint8Array>
  delete(key: string): Promise<void>
}

// A third of the cost of fs/promises, which is what flydrive uses: a search reads a thousand small objects.
const readFile = promisify(fs.readFile)

/** Object storage in a local folder; flydrive's other drivers (S3, GCS) fit behind the same face. */
export function openFolderStorage(folder: string): ObjectStorage {
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }))
  return {
    put: (key, bytes) => disk.put(key, bytes),
    delete: (key) => disk.delete(key),
    async get(key) {
      try {
        return await readFile(path.join(folder, plain(key)))
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
          throw new LatchkeyError('not_found', { cause })
        throw cause
      }
    },
  }
}

/** A key that stays in its folder. @throws TypeError */
function plain(key: string): string {
  if (/^[\w-]+(\/[\w-]+)*$/.test(key)) return key
  throw new TypeError('not a key of object storage')
}
