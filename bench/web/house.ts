import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../../scripts/lib/ports.mjs'
import { Problem } from '../../scripts/lib/problem.mjs'
import { progress } from '../result'
import { type RunningProcess, runningProcesses, stillRunning, treeOf } from './processes'

const READY_WITHIN_MS = 600_000
const STOPS_WITHIN_MS = 30_000

/** The product as `npm start` runs it. */
export interface RunningHouse {
  url: string
  /** When its first page answered, on performance's clock. */
  readyAtMs: number
  /** Presses Ctrl-C and waits. @returns what is left running of it, which should be nothing */
  stop(): Promise<RunningProcess[]>
}

/**
 * Runs `npm start` in a folder and waits for the first page.
 * @param dataFolder absolute path; the output of the start is kept beside it
 * @throws Problem when it ends or stays silent
 */
export async function startHouse(folder: string, dataFolder: string): Promise<RunningHouse> {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const logFile = `${dataFolder}.log`
  const log = openSync(logFile, 'a', 0o600)
  // A process group of its own, as a terminal makes it: what Ctrl-C reaches.
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...cleanEnvironment(), PORT: String(port), LATCHKEY_DATA_DIR: dataFolder },
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  const interrupt = () => pressCtrlC(child)
  const tell = () => progress(`✖ npm start ended by itself:\n${lastLines(logFile)}`)
  child.once('exit', tell)
  process.prependOnceListener('exit', interrupt) // before its folder is removed
  const readyAtMs = await firstPage(child, url, logFile)
  return {
    url,
    readyAtMs,
    async stop() {
      process.off('exit', interrupt)
      child.off('exit', tell)
      return stopAndLook(child)
    },
  }
}

/** This environment without what would make the start another one than that of a fresh machine. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(npm_(?!config_)|npm_config_local_prefix|LATCHKEY_|NEXTAUTH_|AWS_|(\w+_)?DATABASE_URL$|NODE_ENV$)/i
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !foreign.test(name)),
  ) as NodeJS.ProcessEnv
}

async function firstPage(child: ChildProcess, url: string, logFile: string): Promise<number> {
  const deadline = performance.now() + READY_WITHIN_MS
  while (performance.now() < deadline && isRunning(child)) {
    if ((await statusOf(url)) === 200) return performance.now()
    await sleep(50)
  }
  pressCtrlC(child)
  throw new Problem(`npm start did not get to its first page:\n${lastLines(logFile)}`)
}

async function statusOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(READY_WITHIN_MS) })
    await response.arrayBuffer()
    return response.status
  } catch (error) {
    if (error instanceof TypeError) return undefined // fetch's own way to say: no connection
    throw error
  }
}

const lastLines = (file: string) => readFileSync(file, 'utf8').trim().split('\n').slice(-15).join('\n')

const isRunning = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null

function pressCtrlC(child: ChildProcess): void {
  if (child.pid !== undefined && isRunning(child)) process.kill(-child.pid, 'SIGINT')
}

async function stopAndLook(child: ChildProcess): Promise<RunningProcess[]> {
  if (child.pid === undefined || !isRunning(child)) return []
  const before = treeOf(runningProcesses(), child.pid)
  const gone = once(child, 'exit')
  pressCtrlC(child)
  await Promise.race([gone, sleep(STOPS_WITHIN_MS, undefined, { ref: false })])
  const left = stillRunning(before, runningProcesses())
  for (const { pid } of left) process.kill(pid, 'SIGKILL')
  return left
}
