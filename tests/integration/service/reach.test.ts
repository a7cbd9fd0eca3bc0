import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DataContext } from '@/lib/domain/encryption-core'
import { type ServiceProcess, startServiceProcess } from '../../support/service-process'
import { ServiceWorld } from '../../support/service-world'

const world = new ServiceWorld()
let other: ServiceProcess

const context = (object = 'row-1'): DataContext => ({
  organization: world.organization,
  dataClass: 'secrets_and_credentials',
  object,
  field: 'value',
})
const plaintext = new TextEncoder().encode('plain')

async function seal(url: string): Promise<Uint8Array> {
  const [outcome] = await world.core(url).encrypt([{ context: context(), plaintext }])
  if (!outcome?.ok) throw new Error(outcome?.code)
  return outcome.value
}

async function open(url: string, ciphertext: Uint8Array): Promise<string> {
  const [outcome] = await world.core(url).decrypt([{ context: context(), ciphertext }])
  return outcome?.ok ? 'opened' : String(outcome?.code)
}

describe('two processes of the encryption service', () => {
  let key = ''
  let sealed: Uint8Array

  beforeAll(async () => {
    other = await startServiceProcess(world.settings)
    key = await world.aws.createKey()
    await world.job('link-key', { keyId: key, dutiesAcknowledged: true })
    sealed = await seal(world.url)
  })
  afterAll(() => other?.kill())

  it('open what the other one encrypted', async () => {
    expect(await open(other.url, sealed)).toBe('opened')
    expect(await open(world.url, await seal(other.url))).toBe('opened')
  })

  it('make one key between them when both need a new one at once', async () => {
    const fresh: DataContext = { ...context(), dataClass: 'file_uploads' }
    const both = await Promise.all(
      [world.url, other.url, world.url, other.url].map((url) =>
        world.core(url).encrypt([{ context: fresh, plaintext }]),
      ),
    )
    expect(both.flat().every((outcome) => outcome.ok)).toBe(true)
    const keys = await world.sql("SELECT state FROM data_key_versions WHERE data_class = 'file_uploads'")
    expect(keys).toEqual([{ state: 'active' }])
  })

  it('answer 512 callers for a cold key with one call to its root', async () => {
    await world.stop()
    await world.start()
    const before = (await world.aws.log(key)).length
    const answers = await Promise.all(Array.from({ length: 512 }, () => open(world.url, sealed)))
    expect(new Set(answers)).toEqual(new Set(['opened']))
    expect((await world.aws.log(key)).length - before).toBe(1)
  })

  it('both serve from memory while the root cannot be reached, and load nothing new', async () => {
    await world.aws.setFault({ kind: 'reset', key })
    // A proof that fails makes grace known; the keys in memory go on.
    await world.job('check-now', {})
    expect(await open(world.url, sealed)).toBe('opened')
    const [row] = await world.sql('SELECT availability FROM link_availabilities')
    expect(row).toEqual({ availability: 'grace' })
    await world.stop()
    await world.start()
    expect(await open(world.url, sealed)).toBe('key_unreachable')
    await world.aws.clearFaults()
    await world.until(async () => (await open(world.url, sealed)) === 'opened')
  }, 90_000)

  it('both stop when one of them sees a denial', async () => {
    expect(await open(other.url, sealed)).toBe('opened')
    await world.aws.atKey(key, 'disable')
    await world.job('check-now', {})
    await world.until(async () => (await open(other.url, sealed)) === 'key_denied', 10_000)
    await world.until(async () => (await open(world.url, sealed)) === 'key_denied', 10_000)
  })

  it('both return when the key is back', async () => {
    await world.aws.atKey(key, 'enable')
    await world.until(async () => (await open(world.url, sealed)) === 'opened')
    await world.until(async () => (await open(other.url, sealed)) === 'opened')
  }, 90_000)
})
