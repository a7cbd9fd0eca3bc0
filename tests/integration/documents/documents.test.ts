import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { documentObjectKey } from '@/lib/domain/document-fields'
import { KEY_HEADER_BYTES } from '@/lib/domain/encryption-core'
import { parseInput } from '@/lib/domain/form-input'
import { createDocument, createDocumentInput } from '@/lib/use-cases/documents/create'
import { listDocuments } from '@/lib/use-cases/documents/list'
import { removeDocument } from '@/lib/use-cases/documents/remove'
import { searchDocuments } from '@/lib/use-cases/documents/search'
import { problem } from '../../support/problems'
import { type TwoOrganizations, twoOrganizations } from '../../support/two-organizations'

interface Row {
  id: string
  key_header: Buffer
  size_bytes: number
}

const NAME = 'Quarterly revenue model'
const ELEMENT = 'sales.orders.total'
const newDocument = (name = NAME) => ({ submissionId: randomUUID(), name, elements: [ELEMENT] })

describe('documents', () => {
  let house: TwoOrganizations

  beforeAll(async () => {
    house = await twoOrganizations()
  })
  afterAll(() => house.close())

  const admin = () => house.as('organization_admin')
  const stranger = () => house.as('organization_admin', house.other)
  const rows = () => house.sql<Row>('SELECT * FROM documents WHERE organization_id = $1', [house.own])
  const fileOf = (id: string) => path.join(house.folder, documentObjectKey(house.own, id))
  const files = () =>
    existsSync(path.join(house.folder, 'documents', house.own))
      ? readdirSync(path.join(house.folder, 'documents', house.own))
      : []
  const everything = async () => ({ rows: (await rows()).length, files: files().length })

  describe('adding one', () => {
    it('keeps ciphertext only, and an index row that says which key opens it', async () => {
      const { id } = await createDocument(admin(), newDocument())
      const file = readFileSync(fileOf(id))
      const row = (await rows()).find((found) => found.id === id)
      expect(row?.size_bytes).toBe(file.length)
      expect(row?.key_header).toEqual(file.subarray(0, KEY_HEADER_BYTES))
      expect(file.includes(NAME) || file.includes(ELEMENT)).toBe(false)
      const dump = JSON.stringify(await house.sql('SELECT * FROM documents, audit_entries'))
      expect(dump).not.toContain('Quarterly')
      expect(dump).not.toContain(ELEMENT)
    })

    it('takes the same form once, and leaves no second object', async () => {
      const input = newDocument()
      await createDocument(admin(), input)
      const before = await everything()
      await expect(createDocument(admin(), input)).rejects.toThrow(problem('already_submitted'))
      expect(await everything()).toEqual(before)
    })

    it('encrypts once more when the key was rotated in between', async () => {
      const { encryptObjects } = house.core
      vi.spyOn(house.core, 'encryptObjects').mockImplementationOnce(async (items) => {
        const outcomes = await encryptObjects(items)
        const version = house.core.rotate(house.own, 'document_metadata')
        await raiseFence(version)
        return outcomes
      })
      const { id } = await createDocument(admin(), newDocument())
      const file = readFileSync(fileOf(id))
      expect(file.readUInt32BE(2)).toBe(2)
      expect((await rows()).find((row) => row.id === id)?.key_header).toEqual(
        file.subarray(0, KEY_HEADER_BYTES),
      )
    })

    it('takes the object away again when its row is refused', async () => {
      const before = await everything()
      await raiseFence(99)
      await expect(createDocument(admin(), newDocument())).rejects.toThrow(problem('stale_key_version'))
      await raiseFence(0)
      expect(await everything()).toEqual(before)
    })

    it('keeps the object when the row was written after all', async () => {
      const context = admin()
      const scope = house.store.organization(house.own)
      // The commit arrives, its answer doesn't.
      const transaction: typeof scope.transaction = async (work) => {
        await scope.transaction(work)
        throw new Error('the connection broke')
      }
      const store = { ...house.store, organization: () => ({ ...scope, transaction }) }
      await expect(createDocument({ ...context, store }, newDocument('Lost answer'))).rejects.toThrow('broke')
      const [newest] = (await listDocuments(admin(), {})).documents
      expect(newest).toMatchObject({ state: 'open', name: 'Lost answer' })
    })

    it.each(['key_denied', 'service_unavailable'] as const)(
      'writes nothing when encrypting fails with %s',
      async (code) => {
        const before = await everything()
        house.core.refuse(code, 'document_metadata')
        await expect(createDocument(admin(), newDocument())).rejects.toThrow(problem(code))
        house.core.refuse(null, 'document_metadata')
        expect(await everything()).toEqual(before)
      },
    )

    it.each(['organization_auditor', null] as const)('is not for the role %s', async (role) => {
      const before = await everything()
      await expect(createDocument(house.as(role), newDocument())).rejects.toThrow(problem('forbidden'))
      expect(await everything()).toEqual(before)
    })

    it.each([
      [{}, ['elements', 'name', 'submissionId']],
      [{ submissionId: 'x', name: 'a', elements: '' }, ['submissionId']],
      [{ submissionId: randomUUID(), name: '', elements: '' }, ['name']],
      [{ submissionId: randomUUID(), name: ['a', 'b'], elements: '' }, ['name']],
      [
        { submissionId: randomUUID(), name: 'x'.repeat(201), elements: 'x'.repeat(201) },
        ['elements', 'name'],
      ],
    ])('refuses the form %j', (form, wrong) => {
      const parsed = parseInput(createDocumentInput, form)
      expect(Object.keys(parsed.ok ? {} : parsed.fields).sort()).toEqual(wrong)
    })
  })

  describe('removing one', () => {
    const form = (id: string) => ({ submissionId: randomUUID(), id })

    it('takes row and object away, even while the key is denied', async () => {
      const { id } = await createDocument(admin(), newDocument())
      house.core.refuse('key_denied', 'document_metadata')
      await removeDocument(admin(), form(id))
      house.core.refuse(null, 'document_metadata')
      expect(existsSync(fileOf(id))).toBe(false)
      expect((await rows()).map((row) => row.id)).not.toContain(id)
      const entries = await house.sql('SELECT action FROM audit_entries WHERE target = $1 ORDER BY id', [id])
      expect(entries).toEqual([{ action: 'document.created' }, { action: 'document.removed' }])
    })

    it('is not for another organization, an auditor, or a second time', async () => {
      const { id } = await createDocument(admin(), newDocument())
      await expect(removeDocument(stranger(), form(id))).rejects.toThrow(problem('not_found'))
      await expect(removeDocument(admin(), form('../../x'))).rejects.toThrow(problem('not_found'))
      await expect(removeDocument(house.as('organization_auditor'), form(id))).rejects.toThrow(
        problem('forbidden'),
      )
      expect(existsSync(fileOf(id))).toBe(true)
      const input = form(id)
      await removeDocument(admin(), input)
      await expect(removeDocument(admin(), input)).rejects.toThrow(problem('already_submitted'))
    })
  })

  async function raiseFence(version: number) {
    await house.sql('UPDATE fences SET min_versions = $2 WHERE organization_id = $1', [
      house.own,
      { document_metadata: version },
    ])
  }

  it('are not shown to another organization', async () => {
    await createDocument(admin(), newDocument())
    expect(await listDocuments(stranger(), {})).toMatchObject({ documents: [], total: 0 })
    expect(await searchDocuments(stranger(), { search: 'a' })).toMatchObject({ documents: [], total: 0 })
    await expect(listDocuments(house.as(null), {})).rejects.toThrow(problem('forbidden'))
    await expect(searchDocuments(house.as(null), { search: 'a' })).rejects.toThrow(problem('forbidden'))
  })
})
