import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { ENDS_WITH_PARENT } from '../../scripts/lib/commands'
import type { Load } from './http-load'

const PROGRAM = path.join(import.meta.dirname, 'http-load.ts')

/** A process that asks a server, one load after the other. */
export class LoadProcess {
  readonly #child = fork(PROGRAM, { execArgv: [...ENDS_WITH_PARENT, '--import', 'tsx'] })

  /** Requests per second. @throws Error when one was not answered as it should */
  async perSecond(load: Load): Promise<number> {
    this.#child.send(load)
    const [answer] = (await once(this.#child, 'message')) as [{ rate: number } | { error: string }]
    if ('error' in answer) throw new Error(answer.error)
    return answer.rate
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.disconnect()
    await ended
  }
}
