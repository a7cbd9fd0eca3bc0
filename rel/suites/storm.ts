import { setTimeout as sleep } from 'node:timers/promises'
import { VENDOR } from '../../tests/support/aws-account'
import { type Customer, Installation } from '../keys/installation'
import type { Run, Suite } from '../suite'

const CROWDS = [1, 8, 32, 128, 512]
const PROCESSES = 2

/** Calls of the neighbour at a time, and how long each look at its speed lasts. */
const NEIGHBOUR_CALLERS = 8
const PHASE_MS = 1_500
/** Calls for the organization whose KMS hangs, each second. */
const HANGING_PER_SECOND = 40
/** With a KMS that hangs beside it, the neighbour's slowest hundredth may be so much slower, and a little for noise. */
const SLOWER_AT_MOST = 2
const NOISE_MS = 5

export const suite: Suite = {
  about: 'crowds before cold keys make one call to each root; a KMS that hangs slows down nobody else',
  async run({ long, report }) {
    const installation = new Installation()
    try {
      await installation.open()
      const turns = long ? 15 : 5
      const { crowds, neighbour, hanging } = await populate(installation, turns)
      const services = await Promise.all(Array.from({ length: PROCESSES }, () => installation.startService()))
      const urls = services.map(({ url }) => url)
      for (const [index, callers] of CROWDS.entries()) {
        await crowd(installation, urls, callers, pick(crowds, index), report)
      }
      await besideOneThatHangs(installation, pick(urls, 0), neighbour, hanging, report)
    } finally {
      await installation.close()
    }
  },
}

/** Everything is made by a service that is gone before the storm, so that all keys are cold in it. */
async function populate(installation: Installation, turns: number) {
  const { url, kill } = await installation.startService()
  const customers: Customer[] = []
  while (customers.length < CROWDS.length + 1 + turns) customers.push(await installation.addCustomer(url))
  await kill()
  const crowds = customers.slice(0, CROWDS.length)
  return { crowds, neighbour: pick(customers, CROWDS.length), hanging: customers.slice(CROWDS.length + 1) }
}

async function crowd(
  installation: Installation,
  urls: string[],
  callers: number,
  customer: Customer,
  report: Run['report'],
): Promise<void> {
  const before = await unwraps(installation, customer)
  const answers = await Promise.all(
    Array.from({ length: callers * urls.length }, (_, index) =>
      installation.decrypt(pick(urls, index % urls.length), customer),
    ),
  )
  const after = await unwraps(installation, customer)
  const wrong = answers.filter((answer) => answer !== 'opened')
  report.check(wrong.length === 0, `${callers} callers: ${wrong.length} were answered ${wrong[0]}`)
  for (const root of ['customer', 'platform'] as const) {
    const calls = after[root] - before[root]
    report.check(calls <= urls.length, `${callers} callers: ${calls} calls to the ${root}’s root`)
  }
}

/** How often each root has opened a share of this organization. */
async function unwraps({ stage }: Installation, { organization, keyId }: Customer) {
  const path = `accounts/${VENDOR}/log?limit=2000`
  const { entries } = await stage.aws.control<{ entries: LogEntry[] }>('GET', path)
  const opened = (purpose: string) =>
    entries.filter(
      ({ eventName, encryptionContext }) =>
        eventName === 'Decrypt' &&
        encryptionContext?.['latchkey:organization'] === organization &&
        encryptionContext['latchkey:purpose'] === purpose,
    ).length
  return { customer: opened('customer-share'), platform: opened('platform-share'), keyId }
}

interface LogEntry {
  eventName: string
  encryptionContext: Record<string, string> | null
}

/** By turns with and without another organization's KMS hanging, so that a busy machine is busy for both. */
async function besideOneThatHangs(
  installation: Installation,
  url: string,
  neighbour: Customer,
  hanging: Customer[],
  report: Run['report'],
): Promise<void> {
  await slowest(installation, url, neighbour)
  const quiet: number[] = []
  const beside: number[] = []
  for (const other of hanging) {
    quiet.push(await slowest(installation, url, neighbour))
    await installation.stage.aws.setFault({ kind: 'timeout', key: other.keyId })
    const stop = keepAsking(installation, url, other)
    beside.push(await slowest(installation, url, neighbour))
    await installation.stage.aws.clearFaults()
    report.check((await stop()) > 0, 'nobody asked for the key whose KMS hangs')
  }
  const [alone, together] = [median(quiet), median(beside)]
  report.note(
    `p99 of a neighbour’s calls ${alone.toFixed(1)} ms, beside a KMS that hangs ${together.toFixed(1)} ms: ${(together / alone).toFixed(2)}x`,
  )
  report.check(
    together <= SLOWER_AT_MOST * alone + NOISE_MS,
    `more than ${SLOWER_AT_MOST}x and ${NOISE_MS} ms slower beside a KMS that hangs`,
    { alone, together },
  )
}

/** What 99 of 100 calls take at most. @throws Error when one of them fails */
async function slowest(installation: Installation, url: string, customer: Customer): Promise<number> {
  const times: number[] = []
  const end = performance.now() + PHASE_MS
  const caller = async () => {
    while (performance.now() < end) {
      const begun = performance.now()
      const answer = await installation.decrypt(url, customer)
      if (answer !== 'opened') throw new Error(`the neighbour was answered ${answer}`)
      times.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: NEIGHBOUR_CALLERS }, caller))
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN
}

/** Asks at a steady pace, whether it is answered or not. @returns ends it; how often was asked */
function keepAsking(installation: Installation, url: string, customer: Customer): () => Promise<number> {
  const asked: Promise<string>[] = []
  const timer = setInterval(
    () => asked.push(installation.decrypt(url, customer).catch((error: Error) => error.name)),
    1_000 / HANGING_PER_SECOND,
  )
  return async () => {
    clearInterval(timer)
    await Promise.race([Promise.all(asked), sleep(100)])
    return asked.length
  }
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new TypeError(`nothing at ${index}`)
  return item
}
