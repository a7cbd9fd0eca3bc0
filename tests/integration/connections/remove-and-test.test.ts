import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseInput } from '@/lib/domain/form-input'
import { createConnection } from '@/lib/use-cases/connections/create'
import { readConnection } from '@/lib/use-cases/connections/read'
import { removeConnection, removeConnectionInput } from '@/lib/use-cases/connections/remove'
import { testConnection } from '@/lib/use-cases/connections/test'
import { readJob } from '@/lib/use-cases/jobs/read-job'
import { problem } from '../../support/problems'
import { type TwoOrganizations, twoOrganizations } from '../../support/two-organizations'
import { newConnection } from './fixtures'

describe('a connection', () => {
  let house: TwoOrganizations

  beforeAll(async () => {
    house = await twoOrganizations()
  })
  afterAll(() => house.close())

  const admin = () => house.as('organization_admin')
  const stranger = () => house.as('organization_admin', house.other)
  async function added() {
    const input = newConnection()
    return { ...input, ...(await createConnection(admin(), input)) }
  }
  const exists = async (id: string) =>
    (await house.sql('SELECT 1 FROM connections WHERE id = $1', [id])).length > 0
  const jobsFor = (id: string) => house.sql(`SELECT id FROM jobs WHERE input ->> 'connectionId' = $1`, [id])

  describe('is removed', () => {
    const form = (id: string, confirmation: string) => ({ submissionId: randomUUID(), id, confirmation })

    it('when its name was typed, even while the key is denied', async () => {
      const { id, name } = await added()
      house.core.refuse('key_denied', 'secrets_and_credentials')
      await removeConnection(admin(), form(id, name))
      house.core.refuse(null, 'secrets_and_credentials')
      expect(await exists(id)).toBe(false)
      const entries = await house.sql('SELECT action FROM audit_entries WHERE target = $1 ORDER BY id', [id])
      expect(entries).toEqual([{ action: 'connection.created' }, { action: 'connection.removed' }])
    })

    it('not when another name was typed', async () => {
      const { id, name } = await added()
      await expect(removeConnection(admin(), form(id, name.toLowerCase()))).rejects.toThrow(
        problem('invalid_input', { confirmation: expect.stringContaining(name) }),
      )
      expect(await exists(id)).toBe(true)
    })

    it('not by another organization, nor by an auditor', async () => {
      const { id, name } = await added()
      await expect(removeConnection(stranger(), form(id, name))).rejects.toThrow(problem('not_found'))
      await expect(removeConnection(house.as('organization_auditor'), form(id, name))).rejects.toThrow(
        problem('forbidden'),
      )
      expect(await exists(id)).toBe(true)
    })

    it('once', async () => {
      const { id, name } = await added()
      const input = form(id, name)
      await removeConnection(admin(), input)
      await expect(removeConnection(admin(), input)).rejects.toThrow(problem('already_submitted'))
      await expect(removeConnection(admin(), form(id, name))).rejects.toThrow(problem('not_found'))
    })

    it.each([{}, { confirmation: 7 }, { confirmation: 'x'.repeat(101) }, { confirmation: 'a', id: ['b'] }])(
      'not by the form %j',
      (values) => {
        expect(parseInput(removeConnectionInput, { submissionId: randomUUID(), ...values }).ok).toBe(false)
      },
    )
  })

  describe('is tested', () => {
    const form = (id: string) => ({ submissionId: randomUUID(), id })

    it('by a job of the encryption service, which its page then follows', async () => {
      const { id } = await added()
      const { jobId } = await testConnection(admin(), form(id))
      expect(await readJob(admin(), { id: jobId })).toMatchObject({
        kind: 'test-connection',
        state: 'queued',
      })
      expect((await readConnection(admin(), { id })).test?.id).toBe(jobId)
      const { jobId: second } = await testConnection(admin(), form(id))
      expect((await readConnection(admin(), { id })).test?.id).toBe(second)
    })

    it('with nothing in the job but the connection’s id', async () => {
      const { id } = await added()
      const { jobId } = await testConnection(admin(), form(id))
      const [job] = await house.sql('SELECT input FROM jobs WHERE id = $1', [jobId])
      expect(job).toEqual({ input: { connectionId: id } })
    })

    it('not by another organization, an auditor or a malformed id', async () => {
      const { id } = await added()
      await expect(testConnection(stranger(), form(id))).rejects.toThrow(problem('not_found'))
      await expect(testConnection(admin(), form('1; DROP TABLE jobs'))).rejects.toThrow(problem('not_found'))
      await expect(testConnection(house.as('organization_auditor'), form(id))).rejects.toThrow(
        problem('forbidden'),
      )
      expect(await jobsFor(id)).toEqual([])
    })

    it('once for each form', async () => {
      const { id } = await added()
      const input = form(id)
      await testConnection(admin(), input)
      await expect(testConnection(admin(), input)).rejects.toThrow(problem('already_submitted'))
      expect(await jobsFor(id)).toHaveLength(1)
    })

    it('out of sight of another organization', async () => {
      const { id } = await added()
      const { jobId } = await testConnection(admin(), form(id))
      await expect(readJob(stranger(), { id: jobId })).rejects.toThrow(problem('not_found'))
    })
  })
})
