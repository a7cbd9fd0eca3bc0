import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const { forbidden } = createRequire(import.meta.url)('../../../.dependency-cruiser.cjs')

/** The rules' names that a little project breaks, given as the text of each file by its path. */
async function brokenRules(folder: string, files: Record<string, string>): Promise<string[]> {
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(folder, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
  const options: ICruiseOptions = {
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
    tsPreCompilationDeps: true,
  }
  const { output } = await cruise(Object.keys(files), options)
  const { summary } = output as ICruiseResult
  expect(summary.totalCruised).toBeGreaterThanOrEqual(Object.keys(files).length)
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].filter((name) => name !== 'resolvable')
}

/** A file that imports another one of the project. */
const importing = (target: string, from: string) =>
  `import { x } from './${path.posix.relative(path.posix.dirname(from), target)}'\nexport const y = x\n`

const FORBIDDEN = [
  ['lib/crypto/a.ts', 'lib/domain/b'],
  ['lib/domain/a.ts', 'lib/crypto/b'],
  ['lib/domain/a.ts', 'lib/env'],
  ['lib/kms/a.ts', 'lib/store/b'],
  ['lib/store/a.ts', 'lib/kms/b'],
  ['lib/keyring/a.ts', 'lib/client/b'],
  ['lib/use-cases/keys/a.ts', 'lib/keyring/b'],
  ['lib/use-cases/keys/a.ts', 'lib/kms/b'],
  ['lib/client/a.ts', 'lib/store/b'],
  ['app/page.tsx', 'lib/store/b'],
  ['app/page.tsx', 'lib/client/b'],
  ['app/page.tsx', 'encryption-service/b'],
  ['proxy.ts', 'lib/store/b'],
  ['components/keys/a.tsx', 'lib/use-cases/b'],
  ['components/keys/a.tsx', 'app/b'],
  ['encryption-service/a.ts', 'app/b'],
  ['simulators/aws-kms/a.ts', 'lib/domain/b'],
  ['simulators/aws-kms/a.ts', 'simulators/google-kms/b'],
  ['simulators/shared/a.ts', 'simulators/aws-kms/b'],
  ['lib/use-cases/a.ts', 'scripts/b'],
] as const

const ALLOWED = [
  ['simulators/aws-kms/a.ts', 'simulators/shared/b'],
  ['simulators/start.ts', 'simulators/aws-kms/b'],
  ['lib/keyring/a.ts', 'lib/kms/b'],
  ['lib/use-cases/keys/a.ts', 'lib/store/b'],
  ['lib/client/a.ts', 'lib/domain/b'],
  ['app/page.tsx', 'lib/use-cases/b'],
  ['app/page.tsx', 'components/b'],
  ['components/keys/a.tsx', 'lib/domain/b'],
  ['encryption-service/a.ts', 'lib/keyring/b'],
] as const

describe('the import rules', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-rules-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it.each(FORBIDDEN)('refuse %s importing %s', async (from, to) => {
    const files = { [from]: importing(to, from), [`${to}.ts`]: 'export const x = 1\n' }
    expect(await brokenRules(folder, files)).toHaveLength(1)
  })

  it.each(ALLOWED)('let %s import %s', async (from, to) => {
    const files = { [from]: importing(to, from), [`${to}.ts`]: 'export const x = 1\n' }
    expect(await brokenRules(folder, files)).toEqual([])
  })

  it('refuse a page that reaches a key by a detour', async () => {
    const files = {
      'app/page.tsx': importing('lib/use-cases/a', 'app/page.tsx'),
      'lib/use-cases/a.ts': importing('lib/store/a', 'lib/use-cases/a.ts').replace('y', 'x as z'),
      'lib/store/a.ts': importing('lib/crypto/a', 'lib/store/a.ts'),
      'lib/crypto/a.ts': 'export const x = 1\n',
    }
    expect(await brokenRules(folder, files)).toEqual(['web-holds-no-key'])
  })

  it('refuse Prisma outside store and a cloud’s SDK outside kms', async () => {
    const files = {
      'lib/use-cases/a.ts': "import { PrismaClient } from '@prisma/client'\nexport const a = PrismaClient\n",
      'lib/auth/a.ts': "import { x } from '../store/generated/client'\nexport const a = x\n",
      'lib/store/generated/client.ts': 'export const x = 1\n',
      'lib/keyring/a.ts': "import { KMSClient } from '@aws-sdk/client-kms'\nexport const a = KMSClient\n",
    }
    const broken = await brokenRules(folder, files)
    expect(broken.sort()).toEqual(['cloud-sdk-only-in-kms', 'prisma-only-in-store'])
  })

  it('let store use Prisma and kms its SDKs', async () => {
    const files = {
      'lib/store/a.ts': "import { PrismaClient } from '@prisma/client'\nexport const a = PrismaClient\n",
      'lib/kms/a.ts': "import { KMSClient } from '@aws-sdk/client-kms'\nexport const a = KMSClient\n",
    }
    expect(await brokenRules(folder, files)).toEqual([])
  })

  it('refuse a circle', async () => {
    const files = {
      'lib/domain/a.ts': importing('lib/domain/b', 'lib/domain/a.ts').replace('y', 'z'),
      'lib/domain/b.ts': "import { z } from './a'\nexport const x = () => z\n",
    }
    expect(await brokenRules(folder, files)).toEqual(['no-cycles'])
  })
})
