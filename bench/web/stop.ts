import { setTimeout as sleep } from 'node:timers/promises'
import { httpCore } from '@/lib/client/http-core'
import { Problem } from '../../scripts/lib/problem.mjs'
import { atMost, forInformation, progress, type Result } from '../result'
import type { Filled } from './filled'
import { readKept } from './kept'
import { startSecondService } from './second-service'
import { customerAccount } from './simulator'
import { Watcher } from './watcher'

const TIMES = 3
const LIMIT_S = 60
/** So long nothing may decrypt before a stop counts as one, and so long everything before a return does. */
const STEADY_MS = 10_000
const GIVE_UP_AFTER_MS = 300_000

/**
 * How long two processes with loaded keys go on decrypting after the key was disabled in the customer's cloud,
 * and how long until both decrypt again after it was enabled; the worst of several times.
 * @throws Problem when a stop or a return doesn't come
 */
export async function measureStop(folder: string, dataFolder: string, filled: Filled): Promise<Result[]> {
  progress('Disable the key and enable it again, three times')
  const kept = readKept(dataFolder)
  const account = customerAccount(kept.simulatorUrl, kept.customerAccountId)
  const second = await startSecondService(folder, dataFolder, kept)
  const ciphertext = new Uint8Array(Buffer.from(filled.credential.ciphertext, 'base64url'))
  const item = { context: filled.credential.context, ciphertext }
  const watchers = [kept.serviceUrl, second.url].map(
    (url) => new Watcher(httpCore({ url, token: filled.token }), item),
  )
  const stopsMs: number[] = []
  const returnsMs: number[] = []
  try {
    await allDecrypt(watchers)
    for (let time = 0; time < TIMES; time++) {
      const key = filled.key
      stopsMs.push(await timeStop(watchers, () => account.disable(key)))
      returnsMs.push(await timeReturn(watchers, () => account.enable(key)))
    }
  } finally {
    await Promise.all(watchers.map((watcher) => watcher.stop()))
    await second.stop()
  }
  return [
    atMost('key disabled to last decrypt, s', Math.max(...stopsMs) / 1_000, LIMIT_S),
    forInformation('key enabled to first decrypt everywhere, s', Math.max(...returnsMs) / 1_000),
  ]
}

async function timeStop(watchers: Watcher[], disable: () => Promise<unknown>): Promise<number> {
  const disabledAt = performance.now()
  await disable()
  const last = () => Math.max(...watchers.map((watcher) => watcher.lastSuccessAtMs))
  await until('nothing decrypts any more', () => performance.now() - last() > STEADY_MS)
  const others = watchers.flatMap(({ lastRefusal }) => (lastRefusal === 'key_denied' ? [] : [lastRefusal]))
  if (others.length > 0) throw new Problem(`Decrypting stopped for another reason: ${others.join(', ')}`)
  return Math.max(0, last() - disabledAt)
}

async function timeReturn(watchers: Watcher[], enable: () => Promise<unknown>): Promise<number> {
  const enabledAt = performance.now()
  await enable()
  await allDecrypt(watchers)
  return Math.max(...watchers.map(({ firstSuccessAtMs }) => firstSuccessAtMs ?? 0)) - enabledAt
}

/** Waits until every watcher decrypts, and has done so for a while. */
async function allDecrypt(watchers: Watcher[]): Promise<void> {
  for (const watcher of watchers) watcher.expectSuccess()
  await until('every process decrypts', () =>
    watchers.every(
      ({ firstSuccessAtMs, lastRefusal }) =>
        lastRefusal === null && firstSuccessAtMs !== null && performance.now() - firstSuccessAtMs > STEADY_MS,
    ),
  )
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + GIVE_UP_AFTER_MS
  while (!isSo()) {
    if (performance.now() > deadline) throw new Problem(`Waited in vain until ${what}.`)
    await sleep(50)
  }
}
