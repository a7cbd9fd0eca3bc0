import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { TokenAnswers, TokenKind, TokenReply, TokenRequests, TokenSettings } from './protocol'
import { TokenError } from './token-error'

const PROGRAM = path.join(import.meta.dirname, 'token-process.ts')
/** Waiting calls; whoever comes beyond them is told to come later. */
const MAX_WAITING = 256
/** A process takes so long to start and to log in, at most. */
const STARTS_WITHIN_MS = 10_000
/** A second wrong PIN may lock the token: what was refused once is not sent again as long as we run. */
const PIN_REFUSED = new Set([
  'CKR_PIN_INCORRECT',
  'CKR_PIN_INVALID',
  'CKR_PIN_LEN_RANGE',
  'CKR_PIN_EXPIRED',
  'CKR_PIN_LOCKED',
])

interface Waiting {
  resolve(value: unknown): void
  reject(error: TokenError): void
}

/** None of them outlives this process, even one that hangs and hears of nothing. */
const RUNNING = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of RUNNING) child.kill('SIGKILL')
})

/** The process that holds a token's module, started when it is needed, ended when it hangs, and started again. */
export class TokenClient {
  readonly #settings: TokenSettings
  readonly #hangsAfterMs: number
  readonly #waiting = new Map<number, Waiting>()
  #process: ChildProcess | null = null
  #started: Promise<null> | null = null
  #pinRefused: string | null = null
  #numbers = 0
  #answers = 0

  /** `hangsAfterMs`: so long may the token say nothing at all while somebody waits. */
  constructor(settings: TokenSettings, hangsAfterMs: number) {
    this.#settings = settings
    this.#hangsAfterMs = hangsAfterMs
  }

  /** Has the process there and logged in. @throws TokenError */
  async start(): Promise<void> {
    if (this.#pinRefused !== null) throw new TokenError(this.#pinRefused, 'C_Login')
    this.#started ??= this.#send('start', this.#settings)
    const started = this.#started
    try {
      await started
    } catch (error) {
      if (this.#started === started) this.#started = null
      throw error
    }
  }

  /** Asks the token. A process that ended on the way is made good once. @throws TokenError, or the signal's reason */
  async ask<Kind extends TokenKind>(
    kind: Kind,
    body: TokenRequests[Kind],
    signal: AbortSignal,
  ): Promise<TokenAnswers[Kind]> {
    try {
      return await this.#askOnce(kind, body, signal)
    } catch (error) {
      if (!(error instanceof TokenError) || error.fault.name !== 'ProcessEnded') throw error
    }
    return await this.#askOnce(kind, body, signal)
  }

  /** Ends the process. */
  close(): void {
    this.#end('Closed')
  }

  async #askOnce<Kind extends TokenKind>(
    kind: Kind,
    body: TokenRequests[Kind],
    signal: AbortSignal,
  ): Promise<TokenAnswers[Kind]> {
    await this.start()
    signal.throwIfAborted()
    return await this.#send(kind, body)
  }

  #send<Kind extends TokenKind>(kind: Kind, body: TokenRequests[Kind]): Promise<TokenAnswers[Kind]> {
    if (this.#waiting.size >= MAX_WAITING) return Promise.reject(new TokenError('TooManyWaiting', kind))
    this.#numbers += 1
    const number = this.#numbers
    return new Promise((resolve, reject) => {
      const watch = this.#watch(kind === 'start' ? STARTS_WITHIN_MS : this.#hangsAfterMs)
      const settle = () => {
        watch.stop()
        this.#waiting.delete(number)
      }
      this.#waiting.set(number, {
        resolve: (value) => {
          settle()
          resolve(value as TokenAnswers[Kind])
        },
        reject: (error) => {
          settle()
          reject(error)
        },
      })
      // A failed send is followed by the process's end, which everybody who waits hears of.
      this.#running().send({ number, kind, body }, () => undefined)
    })
  }

  /** Ends the process when it says nothing at all for too long. A long queue that moves is none of that. */
  #watch(ms: number): { stop(): void } {
    let answers = this.#answers
    const timer = setInterval(() => {
      if (this.#answers === answers) this.#end('Timeout')
      answers = this.#answers
    }, ms)
    return { stop: () => clearInterval(timer) }
  }

  #running(): ChildProcess {
    this.#process ??= this.#fork()
    return this.#process
  }

  #fork(): ChildProcess {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
    const child = fork(PROGRAM, [], {
      execArgv: ['--import', tsx],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    // A process that has nothing else to do need not stay for it.
    child.unref()
    child.channel?.unref()
    RUNNING.add(child)
    child.on('message', (reply: TokenReply) => this.#hear(child, reply))
    child.on('error', () => child.kill('SIGKILL'))
    child.on('exit', () => {
      RUNNING.delete(child)
      if (this.#process === child) this.#end('ProcessEnded')
    })
    return child
  }

  #hear(child: ChildProcess, reply: TokenReply): void {
    if (this.#process !== child) return
    this.#answers += 1
    // It may come at any call: a session that was lost is begun anew with the PIN.
    if (!reply.ok && PIN_REFUSED.has(reply.fault.name)) this.#pinRefused = reply.fault.name
    const waiting = this.#waiting.get(reply.number)
    if (reply.ok) waiting?.resolve(reply.value)
    else waiting?.reject(new TokenError(reply.fault.name, reply.fault.call, reply.fault.othersOpen))
  }

  /** Who waited longest is told why; those behind it were not to blame and may ask again. */
  #end(why: 'Timeout' | 'ProcessEnded' | 'Closed'): void {
    const child = this.#process
    this.#process = null
    this.#started = null
    child?.kill('SIGKILL')
    for (const [index, { reject }] of [...this.#waiting.values()].entries()) {
      reject(new TokenError(why === 'Timeout' && index > 0 ? 'ProcessEnded' : why, 'process'))
    }
  }
}
