// Encrypts a stream and decrypts it again at once; prints the memory that this takes beyond what an idle process has.
// node --import tsx bench/core/stream-memory.ts MIB
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { DecryptTransform, EncryptTransform } from '@/lib/crypto'
import { MIB } from './stream-files'
import { nowhere } from './stream-subjects'
import { aDataKey } from './subjects'

const LOOK_EVERY_MS = 5

const { key, context } = aDataKey()
const streamKey = { key, check: () => undefined }
await sleep(500)
const idle = process.memoryUsage.rss()
let peak = idle
const timer = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, LOOK_EVERY_MS)
await pipeline(
  createReadStream('/dev/zero', { highWaterMark: 65_536, end: Number(process.argv[2]) * MIB - 1 }),
  new EncryptTransform(streamKey, context),
  new DecryptTransform(() => streamKey, context),
  nowhere(),
)
clearInterval(timer)
console.log(`idle: ${(idle / MIB).toFixed(1)} MiB, over idle: ${((peak - idle) / MIB).toFixed(1)} MiB`)
