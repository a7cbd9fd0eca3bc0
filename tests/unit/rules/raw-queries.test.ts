import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

it('queries in SQL stand in lib/store alone: nothing but a scope confines them', () => {
  const product = ['app', 'components', 'encryption-service', 'lib'].flatMap(sources)
  const found = product.filter((file) =>
    /\$(query|execute)Raw/.test(readFileSync(path.join(root, file), 'utf8')),
  )
  const elsewhere = found.filter((file) => !file.startsWith('lib/store/'))
  expect(found.length).toBeGreaterThan(elsewhere.length)
  expect(elsewhere).toEqual([])
})
