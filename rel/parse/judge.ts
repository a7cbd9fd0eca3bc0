import { getHeapStatistics } from 'node:v8'
import { DoesNotOpenError } from '@/lib/crypto'
import type { Target } from './target'

/** What a reader may take at once, whatever its input says: a little, and a few times what it was given. */
const MAX_BYTES = 2 ** 20
const MAX_BYTES_PER_BYTE = 8
/** Against the median of the same reader, for each 256 bytes of input begun. */
const MAX_TIME_RATIO = 200
const TIMED_BYTES = 256
const REPEATS = 5

/** Only the first inputs that go wrong are shown, made smaller for so long. */
const SHOWN_FINDINGS = 2
const SHRINK_MS = 50

/** What went wrong with one input. */
export interface Finding {
  what: string
  input?: Uint8Array
}

/** The most that one input has cost. */
export interface Cost {
  us: number
  bytes: number
  inputBytes: number
}

/** Tries inputs on one reader, and keeps what they cost. */
export class Judge {
  readonly findings: Finding[] = []
  tries = 0
  opened = 0
  /** The largest need of memory, and the slowest for its length. */
  largest: Cost = { us: 0, bytes: 0, inputBytes: 0 }
  slowest: Cost = { us: 0, bytes: 0, inputBytes: 0 }
  readonly #target: Target
  readonly #genuine: ReadonlySet<string>
  readonly #times: number[] = []
  #slow: { input: Uint8Array; time: number } | null = null

  constructor(target: Target) {
    this.#target = target
    this.#genuine = new Set(target.samples.map((parts) => textOf(Buffer.concat(parts))))
  }

  try(input: Uint8Array): void {
    this.tries++
    const { what, opened, us, bytes } = this.#once(input)
    if (opened) this.opened++
    if (what)
      this.findings.push({ what: `${this.#target.name}: ${what}`, input: this.#smallest(input, what) })
    this.#checkMemory(input, { us, bytes, inputBytes: input.length })
    const time = perLength(us, input)
    this.#times.push(time)
    if (time > (this.#slow?.time ?? 0)) this.#slow = { input, time }
  }

  /** Compares the slowest input with the median; call it after the last one. */
  finish(): void {
    if (!this.#slow) return
    const { input } = this.#slow
    const median = this.#times.sort((a, b) => a - b)[this.#times.length >> 1] ?? 0
    // Timed again: what made it slow was mostly something else on this machine.
    const us = Math.min(...Array.from({ length: REPEATS }, () => this.#once(input).us))
    this.slowest = { us, bytes: 0, inputBytes: input.length }
    const ratio = perLength(us, input) / median
    if (ratio > MAX_TIME_RATIO) {
      this.findings.push({
        what: `${this.#target.name}: ${ratio.toFixed()} times as slow as the median`,
        input,
      })
    }
  }

  #checkMemory(input: Uint8Array, cost: Cost): void {
    if (cost.bytes <= this.largest.bytes) return
    // Again, and the one in the middle: a collection of garbage within a call makes it less, a compiler makes it more.
    const again = Array.from({ length: REPEATS }, () => this.#once(input).bytes)
    const bytes = again.sort((a, b) => a - b)[REPEATS >> 1] ?? 0
    if (bytes > this.largest.bytes) this.largest = { ...cost, bytes }
    if (bytes > MAX_BYTES + MAX_BYTES_PER_BYTE * input.length) {
      this.#find(`takes ${bytes} bytes of memory`, input)
    }
  }

  #find(what: string, input: Uint8Array): void {
    const shown = this.findings.length < SHOWN_FINDINGS
    this.findings.push({
      what: `${this.#target.name}: ${what}`,
      ...(shown ? { input: this.#smallest(input, what) } : {}),
    })
  }

  /** Only genuine input opens, and nothing but the one typed error says that another doesn't. */
  #once(input: Uint8Array): { what: string | null; opened: boolean; us: number; bytes: number } {
    const heapBefore = getHeapStatistics()
    const startedAt = performance.now()
    let output: Uint8Array | null = null
    let error: unknown = null
    try {
      output = this.#target.open(input)
    } catch (thrown) {
      error = thrown
    }
    const us = (performance.now() - startedAt) * 1_000
    const heap = getHeapStatistics()
    const bytes =
      heap.used_heap_size + heap.external_memory - heapBefore.used_heap_size - heapBefore.external_memory
    return { what: this.#wrong(input, output, error), opened: output !== null, us, bytes }
  }

  #wrong(input: Uint8Array, output: Uint8Array | null, error: unknown): string | null {
    if (output === null && !(error instanceof DoesNotOpenError)) return `threw ${error}`
    const { isRight } = this.#target
    if (isRight) return output === null || isRight(input, output) ? null : 'opened to something else'
    const genuine = this.#genuine.has(textOf(input))
    if (genuine === (output !== null)) return null
    return genuine ? 'refused what is genuine' : 'opened what is not genuine'
  }

  /** Leaves out stretches as long as the same thing goes wrong. What costs too much stays as it is. */
  #smallest(input: Uint8Array, what: string): Uint8Array {
    const until = performance.now() + SHRINK_MS
    let smallest = input
    for (let size = input.length >> 1; size >= 1; size >>= 1) {
      for (let at = 0; at + size <= smallest.length && performance.now() < until; ) {
        const shorter = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + size)])
        if (this.#once(shorter).what === what) smallest = shorter
        else at += size
      }
    }
    return smallest
  }
}

const perLength = (us: number, input: Uint8Array) => us / (1 + Math.floor(input.length / TIMED_BYTES))

const textOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
