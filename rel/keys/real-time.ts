import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from '../suite'
import { type Customer, Installation } from './installation'

const GRACE_MS = 10 * 60_000
/** A request's own time, and what a busy machine adds to it. */
const SLACK_MS = 2_000
const ASK_EVERY_MS = 500
const RETURNS_WITHIN_MS = 90_000

/** One outage as it really is: served until ten minutes after the last good proof, then closed, then back by itself. */
export async function outageInRealTime(report: Run['report']): Promise<void> {
  const installation = new Installation()
  try {
    await installation.open()
    const { url } = await installation.startService()
    const customer = await installation.addCustomer(url)
    const { aws } = installation.stage
    report.check((await installation.decrypt(url, customer)) === 'opened', 'nothing opens to begin with')
    await aws.setFault({ kind: 'reset', key: customer.keyId })
    const closedAt = await untilAnswered(installation, url, customer, 'key_unreachable', GRACE_MS + 60_000)
    const provenAt = await lastProof(installation, customer)
    const servedMs = closedAt - provenAt
    report.note(`in real time: closed ${(servedMs / 1_000).toFixed(1)} s after the last good proof`)
    report.check(Math.abs(servedMs - GRACE_MS) <= SLACK_MS, 'not closed at ten minutes', servedMs)
    await aws.clearFaults()
    const back = Date.now()
    const openedAt = await untilAnswered(installation, url, customer, 'opened', RETURNS_WITHIN_MS)
    report.note(`in real time: back ${((openedAt - back) / 1_000).toFixed(1)} s after the outage`)
    report.pass()
  } finally {
    await installation.close()
  }
}

/** Asks until it is answered so, from what was never an answer of another kind. @returns when */
async function untilAnswered(
  installation: Installation,
  url: string,
  customer: Customer,
  wanted: string,
  withinMs: number,
): Promise<number> {
  const before = wanted === 'opened' ? 'key_unreachable' : 'opened'
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(ASK_EVERY_MS)) {
    const answer = await installation.decrypt(url, customer)
    if (answer === wanted) return Date.now()
    if (answer !== before) throw new Error(`answered ${answer} while it waited for ${wanted}`)
  }
  throw new Error(`not answered ${wanted} in time`)
}

/** When the customer's root last opened a share for us. */
async function lastProof({ stage }: Installation, { keyId }: Customer): Promise<number> {
  const entries = await stage.aws.log(keyId)
  const last = entries.findLast(({ eventName, errorCode }) => eventName === 'Decrypt' && errorCode === null)
  return Date.parse(last?.time ?? '')
}
