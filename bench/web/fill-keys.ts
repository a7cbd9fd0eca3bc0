import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { awsKeyPolicy } from '@/lib/domain/aws-policy'
import { type Context, inOrganization } from '@/lib/use-cases/context'
import { readJob } from '@/lib/use-cases/jobs/read-job'
import { linkKey } from '@/lib/use-cases/keys/link-key'
import { requestRotation } from '@/lib/use-cases/rotation/request'
import { Problem } from '../../scripts/lib/problem.mjs'
import type { Kept } from './kept'
import { type CustomerKey, customerAccount } from './simulator'

const LINKED_WITHIN_MS = 60_000

/** Makes a key in the customer's account, with the policy that the wizard would show. */
function makeKey(
  context: Context,
  { simulatorUrl, customerAccountId, principalArn }: Kept,
): Promise<CustomerKey> {
  const organizationId = inOrganization(context, 'keys.link').organization.id
  const policy = awsKeyPolicy({ customerAccountId, principalArn, organizationId })
  return customerAccount(simulatorUrl, customerAccountId).create(policy)
}

/** Links a new key and waits until it is. @returns the key, and the job that linked it */
export async function linkNewKey(context: Context, kept: Kept) {
  const key = await makeKey(context, kept)
  const duties = { confidential: 'on', intact: 'on', available: 'on' } as const
  const { jobId } = await linkKey(context, { submissionId: randomUUID(), keyId: key.arn, ...duties })
  const deadline = performance.now() + LINKED_WITHIN_MS
  while (performance.now() < deadline) {
    const { state, error } = await readJob(context, { id: jobId })
    if (state === 'done') return { key, jobId }
    if (state === 'failed') throw new Problem(`The key was not linked: ${error?.message}`)
    await sleep(100)
  }
  throw new Problem('The key was not linked in time.')
}

/** Asks for a rotation to another key, which stays open. @returns the request's id */
export async function requestNewKey(context: Context, kept: Kept): Promise<string> {
  const { arn } = await makeKey(context, kept)
  const reason = 'The yearly change of the root key'
  const request = { submissionId: randomUUID(), reason, newKeyId: arn }
  return (await requestRotation({ ...context, now: new Date() }, request)).requestId
}
