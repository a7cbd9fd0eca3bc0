import path from 'node:path'
import type { PostgresServer } from '../lib/postgres'
import { Problem, reportEnd } from '../lib/problem.mjs'
import { Programs } from '../lib/programs'

/** Everything that a start has running, and the one way out of it. */
export class House {
  readonly programs: Programs
  #database: PostgresServer | undefined
  #leaving: Promise<never> | undefined

  constructor(dataFolder: string) {
    this.programs = new Programs(path.join(dataFolder, 'logs'), (problem) => this.leave(1, problem))
    const parent = process.ppid
    // npm's shell doesn't hand SIGTERM on, it just goes.
    setInterval(() => process.ppid !== parent && this.leave(0), 500).unref()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => this.leave(0))
    process.on('uncaughtException', (error) => this.leave(1, error))
  }

  /** Takes the embedded database server into the house. */
  add(database: PostgresServer): void {
    this.#database = database
    database.ended.then(() => this.leave(1, new Problem('The database server ended.')))
  }

  /** Stops everything, the database last, and ends this process; further calls wait for the first. */
  leave(exitCode: number, reason?: unknown): Promise<never> {
    this.#leaving ??= this.#stopAll(exitCode, reason)
    return this.#leaving
  }

  async #stopAll(exitCode: number, reason: unknown): Promise<never> {
    if (reason === undefined) console.log('\n  Stopping …')
    else reportEnd(reason)
    await this.programs.stop()
    await this.#database?.stop()
    process.exit(exitCode)
  }
}
