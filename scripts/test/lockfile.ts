import { readFileSync } from 'node:fs'
import { capture } from '../lib/commands'

/** Older versions have known holes. */
const FLOORS = {
  next: '16.4.5',
  react: '19.3.1',
  'react-dom': '19.3.1',
  'next-auth': '4.24.15',
  sharp: '0.35.5',
}

/**
 * Makes sure that `npm ci` takes the lockfile on every platform, and that nothing fell below a safe version.
 * @throws Error saying what is wrong
 */
export async function checkLockfile(): Promise<string> {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version?: string }>
  }
  const old = Object.entries(FLOORS).flatMap(([name, floor]) => {
    const version = packages[`node_modules/${name}`]?.version
    return version !== undefined && isBelow(version, floor) ? [`${name} ${version} is below ${floor}.`] : []
  })
  const npm = process.env.npm_execpath
  const [program, first] = npm ? [process.execPath, [npm]] : ['npm', []]
  const { code, output } = await capture(program, [...first, 'ci', '--dry-run', '--no-audit', '--no-fund'])
  const missing = output.split('\n').filter((line) => line.includes('Missing:'))
  const refused = code === 0 ? [] : [`npm ci refuses the lockfile: ${output.trim()}`]
  const problems = [...old, ...missing, ...refused]
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return `${Object.keys(packages).length - 1} packages`
}

/** Compares by numbers; a pre-release counts as its release. */
export function isBelow(version: string, floor: string): boolean {
  const parts = (text: string) => text.split('-')[0]?.split('.').map(Number) ?? []
  const own = parts(version)
  for (const [i, wanted] of parts(floor).entries()) {
    const part = own[i] ?? 0
    if (part !== wanted) return part < wanted
  }
  return false
}
