import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ENDS_WITH_PARENT } from './commands'
import { Problem } from './problem.mjs'

const READY_WITHIN_MS = 60_000
const STOPS_WITHIN_MS = 8_000

export interface ProgramOptions {
  /** In messages, and the log's file name. */
  name: string
  /** Node's arguments: the file and its own. */
  args: string[]
  /** The whole environment: nothing is inherited. */
  env: Record<string, string>
  /** An address that answers once the program is ready. */
  readyUrl: string
  /** Whether its output also goes to this terminal. */
  echo: boolean
}

/** The programs of a start: each logs to a file, and when one ends by itself, all of it ends. */
export class Programs {
  readonly #logFolder: string
  readonly #onEnd: (problem: Problem) => void
  readonly #running = new Map<string, ChildProcess>()
  #stopping = false

  /** @param onEnd told when a program ends without being stopped */
  constructor(logFolder: string, onEnd: (problem: Problem) => void) {
    this.#logFolder = logFolder
    this.#onEnd = onEnd
    mkdirSync(logFolder, { recursive: true })
  }

  /** Starts a program and waits until it answers. @throws Problem when it ends or stays silent */
  async start({ name, args, env, readyUrl, echo }: ProgramOptions): Promise<void> {
    if (this.#stopping) return
    const logFile = path.join(this.#logFolder, `${name.replaceAll(' ', '-')}.log`)
    const log = createWriteStream(logFile, { mode: 0o600 })
    // A process group of its own: Ctrl-C reaches only us, and we stop everything in order.
    const child = spawn(process.execPath, [...ENDS_WITH_PARENT, ...args], {
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    this.#running.set(name, child)
    for (const stream of [child.stdout, child.stderr]) {
      stream.pipe(log, { end: false })
      if (echo) stream.pipe(process.stdout, { end: false })
    }
    const ended = new Promise<Problem>((resolve) => {
      child.once('close', (code, signal) => {
        this.#running.delete(name)
        log.end(() => {
          const problem = new Problem(
            `The ${name} ended (${signal ?? `exit code ${code}`}).${lastLines(logFile)}`,
          )
          resolve(problem)
          if (!this.#stopping) this.#onEnd(problem)
        })
      })
    })
    const problem = await Promise.race([ended, answers(readyUrl, name, logFile)])
    if (this.#stopping) await new Promise(() => undefined) // everything ends now, and nothing is to follow
    if (problem) throw problem
  }

  /** Stops the named programs, or all of them; the impatient way when they don't listen. */
  async stop(names = [...this.#running.keys()]): Promise<void> {
    this.#stopping = true
    await Promise.all(names.map((name) => this.#stopOne(this.#running.get(name))))
  }

  async #stopOne(child: ChildProcess | undefined): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS)
    await gone
    clearTimeout(timer)
  }
}

async function answers(url: string, name: string, logFile: string): Promise<Problem | undefined> {
  const deadline = performance.now() + READY_WITHIN_MS
  while (performance.now() < deadline) {
    const status = await statusOf(url)
    if (status !== undefined && status < 500) return undefined
    if (status !== undefined)
      return new Problem(`The ${name} answers ${status} at ${url}.${lastLines(logFile)}`)
    await sleep(40)
  }
  return new Problem(`The ${name} does not answer at ${url}.${lastLines(logFile)}`)
}

/** The HTTP status there, or undefined while nobody listens. */
async function statusOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(READY_WITHIN_MS) })
    await response.body?.cancel()
    return response.status
  } catch (error) {
    if (error instanceof TypeError) return undefined // fetch's own way to say: no connection
    throw error
  }
}

function lastLines(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-12)
  return `\n  ${lines.join('\n  ')}\n  All of it: ${path.relative('', logFile)}`
}
