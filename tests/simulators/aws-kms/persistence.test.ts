import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateAliasCommand, DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms'
import { expect, test } from 'vitest'
import { startAwsKmsSimulator } from '@/simulators/aws-kms/index'
import { bytes, client, control, createKey, NORTHWIND, seed, start } from './setup'

const newFile = () => join(mkdtempSync(join(tmpdir(), 'kms-')), 'state.json')

test('keys, aliases, states, log and clock outlive a restart', async () => {
  const dataFile = newFile()
  const first = await startAwsKmsSimulator({ seed, dataFile })
  const kms = client(first, 'admin')
  const key = await createKey(kms)
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/kept', TargetKeyId: key }))
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: key, Plaintext: bytes('kept') }))
  await control(first, 'POST', '/clock', { offsetMs: 1000 })
  await first.stop()
  expect(statSync(dataFile).mode & 0o777).toBe(0o600)

  const second = await start({ dataFile })
  const opened = await client(second, 'admin').send(
    new DecryptCommand({ CiphertextBlob, KeyId: 'alias/kept' }),
  )
  expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('kept')
  expect((await control(second, 'GET', '/clock')).body.offsetMs).toBe(1000)
  const { entries } = (await control(second, 'GET', `/accounts/${NORTHWIND}/log`)).body
  expect(entries.map((entry: { eventName: string }) => entry.eventName)).toEqual([
    'Decrypt',
    'Encrypt',
    'CreateAlias',
    'CreateKey',
  ])
})

test('a change is on the disk before it is answered', async () => {
  const dataFile = newFile()
  const simulator = await start({ dataFile })
  const kms = client(simulator, 'admin')
  const keys = await Promise.all(Array.from({ length: 20 }, () => createKey(kms)))
  const saved = readFileSync(dataFile, 'utf8')
  for (const key of keys) expect(saved).toContain(key.split('/')[1])
})

test('a broken data file stops the start and is left as it is', async () => {
  const dataFile = newFile()
  writeFileSync(dataFile, '{"version":1')
  await expect(startAwsKmsSimulator({ seed, dataFile })).rejects.toThrow(dataFile)
  expect(readFileSync(dataFile, 'utf8')).toBe('{"version":1')
})
