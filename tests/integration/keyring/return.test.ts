import { afterEach, beforeAll, expect, it } from 'vitest'
import { type Instant, later } from '@/lib/domain/instant'
import { ServiceWorld } from '../../support/service-world'
import { TimedKeyring } from '../../support/timed-keyring'
import { OTHER_PRINCIPAL, otherCredentials, POLICY, PRINCIPAL } from '../kms/aws-world'

const world = new ServiceWorld()
const both = POLICY.replaceAll(`"AWS": "${PRINCIPAL}"`, `"AWS": ["${PRINCIPAL}", "${OTHER_PRINCIPAL}"]`)
let now: Instant = { monoMs: 1_000_000, wallMs: Date.now() }
let key = ''
const running: TimedKeyring[] = []

async function process(identity?: typeof otherCredentials): Promise<TimedKeyring> {
  const made = await TimedKeyring.over(world, () => now, identity ? { identity } : {})
  running.push(made)
  await made.keys.rows()
  return made
}

const states = (...processes: TimedKeyring[]) =>
  processes.map(({ keys }) => keys.link?.watch.availability.state)
const prove = async ({ keys }: TimedKeyring) => keys.link?.prove()
const inSeconds = (seconds: number) => {
  now = later(now, seconds * 1_000)
}

beforeAll(async () => {
  key = await world.aws.createKey({ policy: both })
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
  await world.stop()
})
afterEach(async () => {
  for (const each of running.splice(0)) await each.keyring.stop()
})

/** Two processes, both stopped, of which the first one was let in again a moment ago. */
async function halfWayBack(): Promise<[first: TimedKeyring, second: TimedKeyring]> {
  const [first, second] = [await process(), await process(otherCredentials)]
  await world.aws.atKey(key, 'disable')
  await prove(first)
  await second.keyring.followEpochs()
  expect(states(first, second)).toEqual(['stopped_denied', 'stopped_denied'])
  await world.aws.atKey(key, 'enable')
  inSeconds(15)
  await prove(first)
  return [first, second]
}

it('two good proofs ten seconds apart end a stop', async () => {
  const [first] = await halfWayBack()
  inSeconds(10)
  await prove(first)
  expect(states(first)).toEqual(['active'])
})

it('a denial between them makes both begin anew, though another process was denied', async () => {
  const [first, second] = await halfWayBack()
  inSeconds(5)
  await world.aws.setPolicy(key, POLICY)
  await prove(second)
  await world.aws.setPolicy(key, both)
  inSeconds(5)
  await prove(first)
  expect(states(first)).toEqual(['stopped_denied'])
  inSeconds(10)
  await prove(first)
  expect(states(first)).toEqual(['active'])
})

it('a denial that is told while the second one is under way counts as well', async () => {
  const [first, second] = await halfWayBack()
  await world.aws.setPolicy(key, POLICY)
  inSeconds(10)
  await Promise.all([prove(first), prove(second)])
  await first.keyring.followEpochs()
  await second.keyring.followEpochs()
  expect(states(first, second)).toEqual(['stopped_denied', 'stopped_denied'])
  await world.aws.setPolicy(key, both)
})
