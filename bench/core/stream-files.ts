import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { temporaryFolder } from '../web/clone'
import type { StreamSubject } from './stream-subjects'

export const KIB = 2 ** 10
export const MIB = 2 ** 20

/** Files to encrypt and decrypt, in a folder that goes when the work is done. */
export class StreamFiles {
  readonly #folder = temporaryFolder()
  #count = 0

  /** A file of so many MiB of random bytes; those of one MiB again and again. */
  async plaintext(mib: number): Promise<string> {
    const file = this.#next()
    const portion = randomBytes(MIB)
    await pipeline(Readable.from(Array(mib).fill(portion)), createWriteStream(file))
    return file
  }

  /** What the subject makes of a file, in a file. @throws Error when it does not come back */
  async encrypted(subject: StreamSubject, file: string): Promise<string> {
    const encrypted = this.#next()
    await subject.encrypt(file, createWriteStream(encrypted))
    const [before, after] = [new Digest(), new Digest()]
    await pipeline(createReadStream(file), before)
    await subject.decrypt(encrypted, after)
    if (before.hex !== after.hex) throw new Error('what was encrypted does not come back')
    return encrypted
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #next(): string {
    this.#count += 1
    return path.join(this.#folder, String(this.#count))
  }
}

class Digest extends Writable {
  readonly #hash = createHash('sha256')

  override _write(portion: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#hash.update(portion)
    done()
  }

  get hex(): string {
    return this.#hash.digest('hex')
  }
}
