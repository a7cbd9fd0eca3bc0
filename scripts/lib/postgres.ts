import { type ChildProcess, spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostgres, type PostgresBinaries } from './postgres-binaries'
import { Problem } from './problem.mjs'
import { commandOf } from './processes'

const SUPERUSER = 'postgres'
const READY = 'database system is ready to accept connections'
const LEFT_BEHIND_ENDS_WITHIN_MS = 10_000

export interface PostgresOptions {
  /** Absolute path of the data; made at the first start. */
  dataFolder: string
  /** Chooses the port on 127.0.0.1, the only address listened at; asked when no older server is left. */
  choosePort: () => Promise<number>
  /** The superuser's password; asked for at every connection (scram-sha-256). */
  password: string
  /** More server settings, e.g. { fsync: 'off' } for databases that are thrown away. */
  settings?: Record<string, string>
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
 * Starts the embedded PostgreSQL and waits until it takes connections. The data must be the caller's alone:
 * a server that still runs on it was left behind by a start that was killed, and is stopped first.
 * @throws Problem when the data is broken or of another version
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const binaries = await findPostgres(options.dataFolder, options.password)
  if (isFresh(binaries.dataFolder)) await initialize(binaries, options.password)
  else await stopLeftBehind(binaries.dataFolder)
  const port = await options.choosePort()
  const child = await launch(binaries, port, options.settings)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    adminUrl: (database = 'postgres') =>
      `postgresql://${SUPERUSER}:${options.password}@127.0.0.1:${port}/${database}`,
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

async function launch(
  { postgres, account, dataFolder }: PostgresBinaries,
  port: number,
  more: Record<string, string> = {},
): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...more,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // A process group of its own: Ctrl-C reaches only us, and we stop the programs that use it first.
  const options = { ...spawnOptions(account), detached: true }
  const child = spawn(postgres, ['-D', dataFolder, '-p', String(port), ...flags], options)
  const output = await readyOrEnd(child)
  if (output === undefined) return child
  const reason = /FATAL: +(.*)/.exec(output)?.[1] ?? lastLine(output)
  throw new Problem(`The database in ${dataFolder} does not start (${reason}): ${REMEDY}`)
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
  const { PATH, TZ, NODE_ENV } = process.env
  const env = { PATH, TZ, NODE_ENV, LC_ALL: 'C', LC_MESSAGES: 'C' }
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

async function stopLeftBehind(dataFolder: string): Promise<void> {
  const lock = path.join(dataFolder, 'postmaster.pid')
  const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8').split('\n')[0]) : 0
  const isServer = () => commandOf(pid)?.includes(dataFolder) === true
  if (pid <= 0 || !isServer()) return
  process.kill(pid, 'SIGINT')
  for (let waitedMs = 0; waitedMs < LEFT_BEHIND_ENDS_WITHIN_MS; waitedMs += 100) {
    if (!isServer()) return
    await sleep(100)
  }
  throw new Problem(`A database server left behind (process ${pid}) does not stop: end it, then start again.`)
}

const lastLine = (output: string) => output.trim().split('\n').at(-1) ?? 'no reason given'
