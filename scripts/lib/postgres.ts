import { type ChildProcess, spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostgres, type PostgresBinaries } from './postgres-binaries'
import { Problem } from './problem.mjs'

const SUPERUSER = 'postgres'
const READY = 'database system is ready to accept connections'
const ORPHAN_ENDS_WITHIN_MS = 10_000

export interface PostgresOptions {
  /** Absolute path of the data; made at the first start. */
  dataFolder: string
  /** Port on 127.0.0.1, the only address listened at. */
  port: number
  /** The superuser's password; asked for at every connection (scram-sha-256). */
  password: string
  /** More server settings, e.g. { fsync: 'off' } for databases that are thrown away. */
  settings?: Record<string, string>
  /** Whether the server with this process id, found on the data, was left behind and may be stopped. */
  isOrphan?: (pid: number) => boolean
}

export interface PostgresServer {
  /** The superuser's URL of a database. */
  adminUrl(database?: string): string
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>
  /** Fast shutdown; resolves when the server is gone. */
  stop(): Promise<void>
}

/**
 * Starts the embedded PostgreSQL and waits until it takes connections.
 * @throws Problem when the data is broken, of another version, or in use by another server
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const binaries = await findPostgres(options.dataFolder, options.password)
  if (isFresh(binaries.dataFolder)) await initialize(binaries, options.password)
  const child = await launch(binaries, options)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    adminUrl: (database = 'postgres') =>
      `postgresql://${SUPERUSER}:${options.password}@127.0.0.1:${options.port}/${database}`,
    ended,
    stop: () => {
      child.kill('SIGINT')
      return ended
    },
  }
}

function isFresh(dataFolder: string): boolean {
  if (!existsSync(dataFolder) || readdirSync(dataFolder).length === 0) return true
  if (existsSync(path.join(dataFolder, 'PG_VERSION'))) return false
  throw new Problem(`${dataFolder} holds no PostgreSQL data: ${REMEDY}`)
}

const REMEDY =
  'move it away (or remove it, which loses the demo), or name another folder in LATCHKEY_DATA_DIR, then start again.'

/** Runs initdb in a draft folder and renames it, so that a half-made folder is never taken for data. */
async function initialize(
  { initdb, account, dataFolder }: PostgresBinaries,
  password: string,
): Promise<void> {
  const draft = `${dataFolder}.new`
  mkdirSync(path.dirname(dataFolder), { recursive: true })
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  const passwordFolder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-'))
  const passwordFile = path.join(passwordFolder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  for (const file of [draft, passwordFolder, passwordFile]) {
    if (account.uid !== undefined && account.gid !== undefined) chownSync(file, account.uid, account.gid)
  }
  const options = [`--username=${SUPERUSER}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const quick = ['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions']
  try {
    const child = spawn(initdb, [`--pgdata=${draft}`, ...options, ...quick], spawnOptions(account))
    const { code, output } = await outcome(child)
    if (code !== 0)
      throw new Problem(`The database could not be set up in ${dataFolder}: ${lastLine(output)}`)
  } finally {
    rmSync(passwordFolder, { recursive: true, force: true })
  }
  rmSync(dataFolder, { recursive: true, force: true })
  renameSync(draft, dataFolder)
}

async function launch(binaries: PostgresBinaries, options: PostgresOptions): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...options.settings,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const args = ['-D', binaries.dataFolder, '-p', String(options.port), ...flags]
  // A process group of its own: Ctrl-C reaches only us, and we stop the programs that use it first.
  const child = spawn(binaries.postgres, args, { ...spawnOptions(binaries.account), detached: true })
  const output = await readyOrEnd(child)
  if (output === undefined) return child

  const holder = Number(/Is another postmaster \(PID (\d+)\)/.exec(output)?.[1] ?? 0)
  if (holder > 0 && options.isOrphan?.(holder)) {
    await stopOrphan(holder)
    return launch(binaries, { ...options, isOrphan: undefined })
  }
  throw new Problem(explain(output, holder, binaries.dataFolder))
}

function explain(output: string, holder: number, dataFolder: string): string {
  if (holder > 0) {
    return `Latchkey is running on ${dataFolder} already (process ${holder}): stop it first, or name another folder in LATCHKEY_DATA_DIR.`
  }
  const reason = /FATAL: +(.*)/.exec(output)?.[1] ?? lastLine(output)
  return `The database in ${dataFolder} does not start (${reason}): ${REMEDY}`
}

/** Waits for the server; resolves to undefined when it is ready, or to its output when it ended instead. */
function readyOrEnd(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.once('error', reject)
    child.once('exit', () => resolve(output))
    child.stderr?.on('data', (chunk) => {
      output = (output + chunk).slice(-8_000)
      if (output.includes(READY)) resolve(undefined)
    })
  })
}

function spawnOptions(account: PostgresBinaries['account']) {
  const env = { PATH: process.env.PATH, TZ: process.env.TZ, LC_ALL: 'C', LC_MESSAGES: 'C' }
  return { ...account, env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] as ('ignore' | 'pipe')[] }
}

function outcome(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}

async function stopOrphan(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  for (let waitedMs = 0; waitedMs < ORPHAN_ENDS_WITHIN_MS; waitedMs += 50) {
    await sleep(50)
    try {
      process.kill(pid, 0)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return
      throw error
    }
  }
  throw new Problem(`A database server left behind (process ${pid}) does not stop: end it, then start again.`)
}

const lastLine = (output: string) => output.trim().split('\n').at(-1) ?? 'no reason given'
