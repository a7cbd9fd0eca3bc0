import { existsSync, rmSync } from 'node:fs'
import { capture } from '../lib/commands'
import { checkLockfile } from './lockfile'
import { checkSuite, type SuiteResult } from './suite'

const SOURCES = [
  'app',
  'bench',
  'components',
  'e2e',
  'encryption-service',
  'lib',
  'rel',
  'scripts',
  'simulators',
  'tests',
]
const ROOT_SOURCES = ['proxy.ts', 'instrumentation.ts']

/** Runs a tool of node_modules. @throws Error with its output when it doesn't end well */
async function tool(file: string, ...args: string[]): Promise<string> {
  const { code, output } = await capture(process.execPath, [`node_modules/${file}`, ...args], {
    NO_COLOR: '1',
  })
  if (code !== 0) throw new Error(output.trim())
  return output
}

async function formatAndLint(): Promise<string> {
  const output = await tool('@biomejs/biome/bin/biome', 'ci', '--colors=off', '--max-diagnostics=50')
  return `${/Checked (\d+) files/.exec(output)?.[1] ?? '?'} files`
}

async function types(): Promise<string> {
  rmSync('.next/dev/types', { recursive: true, force: true }) // of an older state of the routes
  await tool('next/dist/bin/next', 'typegen')
  const output = await tool('typescript/bin/tsc', '--noEmit', '--listFiles')
  const files = output.split('\n').filter((line) => line !== '' && !line.includes('/node_modules/'))
  return `${files.length} files`
}

/** A run over nothing would find nothing wrong, so the number of modules is part of the verdict. */
async function importRules(): Promise<string> {
  const sources = [...SOURCES, ...ROOT_SOURCES].filter((path) => existsSync(path))
  const output = await tool(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--ts-config',
    'tsconfig.json',
    ...sources,
  )
  const modules = Number(/(\d+) modules/.exec(output)?.[1] ?? 0)
  if (modules < 100) throw new Error(`Only ${modules} modules were looked at: the rules saw nothing.`)
  return `${modules} modules`
}

async function unusedCode(): Promise<string> {
  await tool('knip/bin/knip.js', '--no-progress')
  return 'files, exports, dependencies'
}

/** Everything that can be known without running the product, one after the other. */
export async function staticSuites(onEnd: (result: SuiteResult) => void): Promise<void> {
  onEnd(await checkSuite('Format and lint', formatAndLint))
  onEnd(await checkSuite('Types', types))
  onEnd(await checkSuite('Import rules', importRules))
  onEnd(await checkSuite('Unused code', unusedCode))
  onEnd(await checkSuite('Lockfile', checkLockfile))
}
