import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')
const ROOMS = ['app', 'components', 'encryption-service', 'lib', 'simulators']
const READS_ENVIRONMENT =
  /process\s*(\.|\?\.|\[['"`])env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b|from ['"](node:)?process['"]/

const isSource = (file: string) => /\.(ts|tsx|js|mjs)$/.test(file) && !file.includes('generated')

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name)
    if (entry.isDirectory()) return sources(file)
    return isSource(file) ? [file] : []
  })
}

const product = [...ROOMS.flatMap(sources), 'proxy.ts', 'instrumentation.ts']

describe('the environment', () => {
  it('is read in one file of the product', () => {
    const readers = product.filter((file) =>
      READS_ENVIRONMENT.test(readFileSync(path.join(root, file), 'utf8')),
    )
    expect(readers).toEqual(['lib/env.ts'])
  })

  it.each([
    'const port = process.env.PORT',
    "const port = process['env'].PORT",
    'const { env } = process',
    "import { env } from 'node:process'",
  ])('is found being read in: %s', (line) => {
    expect(line).toMatch(READS_ENVIRONMENT)
  })
})
