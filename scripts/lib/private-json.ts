import { randomBytes, randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Problem } from './problem.mjs'

/** A value nobody can guess: 32 random bytes, safe in URLs and SQL strings. */
export const generateSecret = () => randomBytes(32).toString('base64url')

const PASSWORD_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789' // none that look alike

/** A password that a person can copy by hand: four groups of four. */
export function generatePassword(): string {
  const letter = () => PASSWORD_LETTERS[randomInt(PASSWORD_LETTERS.length)]
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, letter).join('')).join('-')
}

/**
 * A small JSON file that only its owner may read: names and values that were made on this machine
 * (generated secrets, remembered ports) and must be the same at the next start.
 */
export class PrivateJson {
  readonly file: string
  #values: Record<string, string>

  /** Reads the file, if it is there. @throws Problem when it isn't a JSON object of strings */
  constructor(file: string) {
    this.file = file
    this.#values = readValues(file)
  }

  get(name: string): string | undefined {
    return this.#values[name]
  }

  /** The value of that name, made and kept at the first call. */
  getOrMake(name: string, make: () => string = generateSecret): string {
    const known = this.#values[name]
    if (known !== undefined) return known
    const value = make()
    this.set(name, value)
    return value
  }

  /** Keeps a value; the file is replaced as a whole, so that a crash leaves the old one or the new one. */
  set(name: string, value: string): void {
    if (this.#values[name] === value) return
    this.#values = { ...this.#values, [name]: value }
    mkdirSync(path.dirname(this.file), { recursive: true })
    const draft = `${this.file}.${process.pid}`
    writeFileSync(draft, `${JSON.stringify(this.#values, null, 2)}\n`, { mode: 0o600 })
    renameSync(draft, this.file)
  }

  values(): string[] {
    return Object.values(this.#values)
  }
}

function readValues(file: string): Record<string, string> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new Problem(
      `${file} can't be read: give this user access to it, or remove its folder to start afresh.`,
    )
  }
  try {
    const values: unknown = JSON.parse(text)
    if (values !== null && typeof values === 'object') return values as Record<string, string>
  } catch (cause) {
    throw new Problem(`${file} is broken: remove its folder to start afresh.`, { cause })
  }
  throw new Problem(`${file} is broken: remove its folder to start afresh.`)
}
