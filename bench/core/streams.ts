import path from 'node:path'
import { runNode } from '../../scripts/lib/commands'
import { progress } from '../result'
import { percentile } from '../statistics'
import { interleave, type Measured, type Operation, type Pace } from './interleave'
import { atLeast, atMost, attemptRow, type Row } from './row'
import { KIB, MIB, StreamFiles } from './stream-files'
import {
  ageStreams,
  awsStreams,
  nowhere,
  ourStreams,
  rawStreams,
  readingFromMemory,
  readingIn,
  type StreamSubject,
  unsignedAwsStreams,
} from './stream-subjects'

const RAW_FLOORS = { encrypt: 0.55, decrypt: 0.45 }
const RANGE_FLOOR = 200
const MEMORY_MIB = 64
/** One go at a long file takes seconds, so few of them have to do. */
const LONG_PACE = { rounds: 3, slices: 2 }
const PEER_PACE = { rounds: 7, slices: 8 }
const MEMORY_PROGRAM = path.join(import.meta.dirname, 'stream-memory.ts')

/** Beside one raw cipher, files are read in these portions. */
const reading = readingIn(64 * KIB)
/** Beside other libraries they come from memory, since reading a file takes longer than encrypting it. */
const fromMemory = readingFromMemory(64 * KIB)

/** Another library, how long its streams are, and how many times as fast ours have to be. */
interface Peer {
  name: string
  streams: StreamSubject
  mib: number
  floor: number
}

/** Streams beside one raw cipher and other libraries. @param mib of the longest file; memory is taken over four times that */
export async function measureStreams({ streamMib: mib = 1024 }: { streamMib?: number }): Promise<Row[]> {
  const files = new StreamFiles()
  const peers: Peer[] = [
    { name: 'the AWS Encryption SDK', streams: awsStreams(fromMemory), mib: 16, floor: 2 },
    // Its frames are four times as long as our chunks; without its signature it does about what our streams do.
    { name: 'that without signatures', streams: unsignedAwsStreams(fromMemory), mib: 16, floor: 0.75 },
    { name: 'age-encryption', streams: await ageStreams(fromMemory), mib: 16, floor: 8 },
  ]
  try {
    const rows = await besideRaw(files, mib)
    for (const peer of peers) rows.push(...(await besidePeer(files, peer, Math.min(mib, peer.mib))))
    return [...rows, await memoryRow(4 * mib)]
  } finally {
    files.remove()
  }
}

async function besideRaw(files: StreamFiles, mib: number): Promise<Row[]> {
  const ours = ourStreams(reading)
  const raw = rawStreams(reading)
  const plaintext = await files.plaintext(mib)
  const encrypted = await files.encrypted(ours, plaintext)
  await raw.prepare(encrypted)
  const from = (mib * MIB - MIB) / 2
  return [
    await speedRow(`stream of ${mib} MiB, encrypt, MiB/s`, mib, RAW_FLOORS.encrypt, [
      () => ours.encrypt(plaintext, nowhere()),
      () => raw.encrypt(plaintext, nowhere()),
    ]),
    await speedRow(`stream of ${mib} MiB, decrypt, MiB/s`, mib, RAW_FLOORS.decrypt, [
      () => ours.decrypt(encrypted, nowhere()),
      () => raw.decrypt(encrypted, nowhere()),
    ]),
    await speedRow(`1 MiB out of a stream of ${mib} MiB, to decrypting all of it`, 1, RANGE_FLOOR, [
      () => ours.decryptRange(encrypted, from, from + MIB),
      () => ours.decrypt(encrypted, nowhere()),
    ]),
  ]
}

async function besidePeer(files: StreamFiles, { name, streams, floor }: Peer, mib: number): Promise<Row[]> {
  const ours = ourStreams(fromMemory)
  const plaintext = await files.plaintext(mib)
  const ourFile = await files.encrypted(ours, plaintext)
  const peerFile = await files.encrypted(streams, plaintext)
  const row = (done: string, operations: [Operation, Operation]) =>
    speedRow(`stream of ${mib} MiB, ${done}, to ${name}, MiB/s`, mib, floor, operations, PEER_PACE)
  return [
    await row('encrypt', [
      () => ours.encrypt(plaintext, nowhere()),
      () => streams.encrypt(plaintext, nowhere()),
    ]),
    await row('decrypt', [
      () => ours.decrypt(ourFile, nowhere()),
      () => streams.decrypt(peerFile, nowhere()),
    ]),
  ]
}

/** How often in a second each of the two is done, times `unit`. */
function speedRow(
  name: string,
  unit: number,
  floor: number,
  [ours, peer]: [Operation, Operation],
  pace: Partial<Pace> = LONG_PACE,
) {
  return attemptRow(name, floor, async () => {
    const measured = await interleave(ours, peer, pace)
    const scaled: Measured = { ...measured, ours: measured.ours * unit, peer: measured.peer * unit }
    return atLeast(name, scaled, floor)
  })
}

/** Encrypts and decrypts a stream in a process of its own, whose memory nothing else uses; the median of three. */
function memoryRow(mib: number): Promise<Row> {
  const name = `memory of a stream of ${mib} MiB over idle, to ${MEMORY_MIB} MiB, MiB`
  return attemptRow(name, 1, async () => {
    const peaks: number[] = []
    while (peaks.length < 3) {
      const output = await runNode(['--import', 'tsx', MEMORY_PROGRAM, String(mib)])
      progress(output.trim())
      peaks.push(Number(/over idle: (\S+) MiB/.exec(output)?.[1]))
    }
    const peak = percentile(peaks, 50)
    return atMost(name, { ours: peak, peer: MEMORY_MIB, ratio: peak / MEMORY_MIB }, 1)
  })
}
