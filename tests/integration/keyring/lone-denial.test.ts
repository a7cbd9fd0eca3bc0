import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Instant } from '@/lib/domain/instant'
import { later } from '@/lib/domain/instant'
import { keyringCore } from '@/lib/keyring/keyring-core'
import { ServiceWorld } from '../../support/service-world'
import { TimedKeyring } from '../../support/timed-keyring'
import { OTHER_PRINCIPAL, otherCredentials, POLICY, PRINCIPAL } from '../kms/aws-world'

const world = new ServiceWorld()
const both = POLICY.replaceAll(`"AWS": "${PRINCIPAL}"`, `"AWS": ["${PRINCIPAL}", "${OTHER_PRINCIPAL}"]`)
const context = { dataClass: 'secrets_and_credentials', object: 'row-1', field: 'value' } as const
const plaintext = new TextEncoder().encode('plain')

let now: Instant = { monoMs: 1_000_000, wallMs: Date.now() }
let key = ''
let sealed: Uint8Array
const running: TimedKeyring[] = []

async function process(identity?: typeof otherCredentials): Promise<TimedKeyring> {
  const made = await TimedKeyring.over(world, () => now, identity ? { identity } : {})
  running.push(made)
  return made
}

async function open({ keyring }: TimedKeyring): Promise<string> {
  const item = { context: { ...context, organization: world.organization }, ciphertext: sealed }
  const [outcome] = await keyringCore(keyring).decrypt([item])
  return outcome?.ok ? 'opened' : String(outcome?.code)
}

/** Time passes second by second, both processes care for their keys, the sound one first. */
async function pass(seconds: number, ...processes: TimedKeyring[]): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    now = later(now, 1_000)
    for (const each of processes) await each.care()
  }
}

const stops = async () =>
  (await world.sql("SELECT 1 FROM audit_entries WHERE action = 'availability.stopped'")).length
const doubts = async () =>
  (await world.sql("SELECT 1 FROM audit_entries WHERE action = 'availability.doubted'")).length

beforeAll(async () => {
  key = await world.aws.createKey({ policy: both })
  await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
  const item = { context: { ...context, organization: world.organization }, plaintext }
  const [outcome] = await world.core().encrypt([item])
  if (!outcome?.ok) throw new Error(outcome?.code)
  sealed = outcome.value
  await world.stop()
})
afterEach(async () => {
  for (const each of running.splice(0)) await each.keyring.stop()
  await world.aws.setPolicy(key, both)
})

/** The sound process and the refused one, after the refused one stopped everybody once and was overruled. */
async function overruled(): Promise<[sound: TimedKeyring, refused: TimedKeyring]> {
  const [sound, refused] = [await process(), await process(otherCredentials)]
  expect([await open(sound), await open(refused)]).toEqual(['opened', 'opened'])
  await world.aws.setPolicy(key, POLICY)
  await refused.keys.link?.prove()
  await sound.keyring.followEpochs()
  expect([await open(sound), await open(refused)]).toEqual(['key_denied', 'key_denied'])
  for (let turn = 0; turn < 120 && (await open(sound)) !== 'opened'; turn += 1) await pass(1, sound, refused)
  expect(await open(sound)).toBe('opened')
  await refused.keyring.followEpochs()
  return [sound, refused]
}

describe('a process that alone is denied', () => {
  it('takes itself out of service instead of stopping everyone again and again, and pages the operator', async () => {
    const before = await stops()
    const [sound, refused] = await overruled()
    expect((await stops()) - before).toBe(1)
    expect(await open(refused)).toBe('key_denied')
    await refused.care()
    expect(refused.parts.service.until).toBeNull()
    expect([await open(refused), refused.keys.hasLoadedKeys]).toEqual(['service_unavailable', false])
    expect(refused.troubles).toContain('this process alone is denied')

    // The others look for themselves before their next use, and go on.
    now = later(now, 5)
    await sound.keyring.followEpochs()
    const uses = (await world.aws.log(key)).length
    expect(await open(sound)).toBe('opened')
    expect((await world.aws.log(key)).length).toBe(uses + 1)
    await pass(300, sound, refused)
    expect(await open(sound)).toBe('opened')
    expect([(await stops()) - before, await doubts()]).toEqual([1, 1])

    // It tries again by itself, and serves again after two good proofs of its own.
    await world.aws.setPolicy(key, both)
    await pass(60, sound, refused)
    expect(refused.parts.service.until).not.toBeNull()
    expect(await open(refused)).toBe('opened')
    expect((await stops()) - before).toBe(1)
  }, 60_000)

  it('serves other customers when it proves their keys well: nobody else suffers from one customer’s rule', async () => {
    const other = randomUUID() as typeof world.organization
    await world.sql('INSERT INTO organizations (id, name) VALUES ($1, $2)', [other, 'Contoso'])
    const [, refused] = await overruled()
    // Another organization's link, whose root this process proves by itself.
    const keys = refused.keyring.of(other)
    Object.defineProperty(keys, 'link', {
      value: { isAlone: false, watch: { availability: { state: 'active', lastProofAt: now } } },
    })
    expect(await open(refused)).toBe('key_denied')
    await refused.keyring.judgeService()
    expect(refused.parts.service.until).not.toBeNull()
    expect(await open(refused)).toBe('key_denied')
    now = later(now, 60_000)
    await refused.keyring.judgeService()
    expect(refused.parts.service.until).toBeNull()
  }, 60_000)

  it('stops with everybody when everybody is denied after all, and is alone no more', async () => {
    const [sound, refused] = await overruled()
    await world.aws.atKey(key, 'disable')
    await open(refused)
    await refused.care()
    expect(refused.parts.service.until).toBeNull()
    now = later(now, 5)
    await sound.keyring.followEpochs()
    expect(await open(sound)).toBe('key_denied')
    await refused.care()
    await refused.keyring.judgeService()
    expect(refused.parts.service.until).not.toBeNull()
    expect(await open(refused)).toBe('key_denied')
    await world.aws.atKey(key, 'enable')
  }, 60_000)
})
