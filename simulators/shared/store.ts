import { readFileSync, rmSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import type { z } from 'zod'

const LAZY_SAVE_MS = 2000

/**
 * Keeps a simulator's state in one JSON file, readable by its owner alone; in memory only when `file` is null.
 * `schema` is the state's form in the file, `empty` the state of a first start.
 */
export class Store<State> {
  #snapshot: () => State
  #writing: Promise<void> | null = null
  #next: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(
    readonly file: string | null,
    private readonly schema: z.ZodType<State>,
    private readonly empty: () => State,
  ) {
    this.#snapshot = empty
  }

  /** @throws Error naming the file when it can't be read or is not a state of this simulator */
  load(): State {
    if (this.file === null) return this.empty()
    rmSync(`${this.file}.new`, { force: true })
    let text: string
    try {
      text = readFileSync(this.file, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return this.empty()
      throw error
    }
    try {
      return this.schema.parse(JSON.parse(text))
    } catch (cause) {
      throw new Error(`${this.file} is not a data file of this simulator; move it away to start afresh.`, {
        cause,
      })
    }
  }

  /** Tells the store where the state is to be taken from at each save. */
  watch(snapshot: () => State): void {
    this.#snapshot = snapshot
  }

  /** Resolves when everything up to now is on the disk. Calls that come during a write share the next one. */
  save(): Promise<void> {
    if (this.file === null) return Promise.resolve()
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (!this.#writing) return this.#start(this.file)
    this.#next ??= this.#writing.catch(() => undefined).then(() => this.#start(this.file ?? ''))
    return this.#next
  }

  /** Saves within two seconds: for the call log, which may lose its last lines in a crash. */
  saveSoon(): void {
    if (this.file === null || this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.save().catch((error: unknown) => {
        process.stderr.write(`The call log could not be saved: ${String(error)}\n`)
      })
    }, LAZY_SAVE_MS)
    this.#timer.unref()
  }

  #start(file: string): Promise<void> {
    this.#next = null
    this.#writing = replaceFile(file, JSON.stringify(this.#snapshot())).finally(() => {
      this.#writing = null
    })
    return this.#writing
  }
}

/** Writes beside the file and renames, so that a crash leaves either the old state or the new one. */
async function replaceFile(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.new`, file)
}
