// Encrypts a stream and decrypts it again at once; prints the memory that this takes beyond what an idle process has.
// node --import tsx bench/core/stream-memory.ts MIB
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { DecryptTransform, EncryptTransform } from '@/lib/crypto'
import { MIB } from './stream-files'
import { nowhere } from './stream-subjects'
import { aDataKey } from './subjects'

const LOOK_EVERY_MS = 10
const PORTION = randomBytes(65_536)

function* portions(mib: number) {
  // Each one is new, as those that arrive from a file or a socket are.
  for (let i = 0; i < mib * (MIB / PORTION.length); i++) yield Buffer.from(PORTION)
}

const { key, context } = aDataKey()
const streamKey = { key, check: () => undefined }
await sleep(500)
const idle = process.memoryUsage.rss()
let peak = idle
const look = () => {
  peak = Math.max(peak, process.memoryUsage.rss())
}
const timer = setInterval(look, LOOK_EVERY_MS)
await pipeline(
  Readable.from(portions(Number(process.argv[2])), { objectMode: false }),
  new EncryptTransform(streamKey, context),
  new DecryptTransform(() => streamKey, context),
  nowhere(),
)
look()
clearInterval(timer)
console.log(`idle: ${(idle / MIB).toFixed(1)} MiB, over idle: ${((peak - idle) / MIB).toFixed(1)} MiB`)
