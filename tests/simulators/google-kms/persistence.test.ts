import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startGoogleKmsSimulator } from '@/simulators/google-kms'
import { ACCOUNT, as, bytes, client, control, createKey, PROJECT, seed } from './setup'

const folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-google-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('keys, policies, the clock and the log outlive a restart; the file is its owner’s alone', async () => {
  const dataFile = path.join(folder, 'state.json')
  const first = await startGoogleKmsSimulator({ seed, dataFile })
  const bindings = [{ role: 'roles/cloudkms.viewer', members: [`serviceAccount:${ACCOUNT}`] }]
  const name = await createKey(first, 'kept', { bindings })
  const [{ ciphertext }] = await client(first).encrypt(
    { name, plaintext: bytes('kept') },
    await as(first, 'admin'),
  )
  await control(first, 'POST', `/projects/${PROJECT}/api`, { enabled: false })
  await control(first, 'POST', '/clock', { offsetMs: 86_400_000 })
  await first.stop()
  expect(statSync(dataFile).mode & 0o777).toBe(0o600)

  const second = await startGoogleKmsSimulator({ seed, dataFile })
  expect((await control(second, 'GET', '/clock')).body.offsetMs).toBe(86_400_000)
  const { body } = await control(second, 'GET', `/projects/${PROJECT}`)
  expect(body.project.apiEnabled).toBe(false)
  await control(second, 'POST', `/projects/${PROJECT}/api`, { enabled: true })
  expect((await control(second, 'GET', `/${name}/policy`)).body.bindings).toEqual(bindings)
  const [opened] = await client(second).decrypt({ name, ciphertext }, await as(second, 'admin'))
  expect(String(opened.plaintext)).toBe('kept')
  const { body: log } = await control(second, 'GET', `/projects/${PROJECT}/log`)
  expect(log.entries.map(({ methodName }: { methodName: string }) => methodName)).toContain('Encrypt')
  await second.stop()
})

test('another file is not taken for its state', async () => {
  const dataFile = path.join(folder, 'other.json')
  writeFileSync(dataFile, '{"version":1}')
  await expect(startGoogleKmsSimulator({ seed, dataFile })).rejects.toThrow('not a data file')
})

test('a seed that contradicts itself is refused', async () => {
  const [northwind] = seed.projects
  if (!northwind) throw new Error('The seed has projects.')
  await expect(startGoogleKmsSimulator({ seed: { projects: [northwind, northwind] } })).rejects.toThrow(
    'twice',
  )
  await expect(startGoogleKmsSimulator({ seed: { projects: [] } })).rejects.toThrow()
})
