import { inspect } from 'node:util'
import { KeyWipedError } from './errors'

/**
 * What a key looks like to the rest of the program: it can be used and wiped, and shows its ids, never its bytes.
 */
export abstract class KeyHandle<Ids extends object> {
  readonly ids: Readonly<Ids>
  #wiped = false

  protected constructor(ids: Ids) {
    this.ids = Object.freeze({ ...ids })
  }

  /** Wipes the key from memory; every later use throws `KeyWipedError`. Safe to call twice. */
  wipe(): void {
    if (this.#wiped) return
    this.#wiped = true
    this.wipeSecrets()
  }

  get wiped(): boolean {
    return this.#wiped
  }

  protected abstract wipeSecrets(): void

  protected requireUsable(): void {
    if (this.#wiped) throw new KeyWipedError()
  }

  toJSON(): Readonly<Ids> {
    return this.ids
  }

  [inspect.custom](): string {
    return `${this.constructor.name} ${inspect(this.ids)}`
  }
}
