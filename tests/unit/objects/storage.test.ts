import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openFolderStorage } from '@/lib/objects/storage'
import { problem } from '../../support/problems'

const parent = mkdtempSync(path.join(os.tmpdir(), 'latchkey-storage-'))
const storage = openFolderStorage(path.join(parent, 'objects'))
afterAll(() => rmSync(parent, { recursive: true }))

describe('object storage in a folder', () => {
  it('gives back what was put, and the newest of it', async () => {
    await storage.put('documents/a/b', new Uint8Array([1, 2, 3]))
    await storage.put('documents/a/b', new Uint8Array([4]))
    expect([...(await storage.get('documents/a/b'))]).toEqual([4])
  })

  it('says when there is nothing', async () => {
    await storage.put('documents/a/c', new Uint8Array([1]))
    await storage.delete('documents/a/c')
    await storage.delete('documents/a/c')
    await expect(storage.get('documents/a/c')).rejects.toThrow(problem('not_found'))
  })

  it.each(['../secret', 'documents/../../secret', '/etc/passwd', 'a//b', 'a\\..\\b', '', 'a\u0000b'])(
    'reads nothing by the key %j',
    async (key) => {
      writeFileSync(path.join(parent, 'secret'), 'outside')
      await expect(storage.get(key)).rejects.toThrow(TypeError)
    },
  )

  it('writes nothing outside its folder', async () => {
    await expect(storage.put('../outside', new Uint8Array([1]))).rejects.toThrow()
    expect(existsSync(path.join(parent, 'outside'))).toBe(false)
  })
})
