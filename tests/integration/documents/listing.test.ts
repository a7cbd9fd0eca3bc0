import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentObjectKey } from '@/lib/domain/document-fields'
import { parseInput } from '@/lib/domain/form-input'
import { documentPage } from '@/lib/domain/views/documents'
import { createDocument } from '@/lib/use-cases/documents/create'
import { listDocuments, listDocumentsInput } from '@/lib/use-cases/documents/list'
import { searchDocuments, searchDocumentsInput } from '@/lib/use-cases/documents/search'
import { problem } from '../../support/problems'
import { type TwoOrganizations, twoOrganizations } from '../../support/two-organizations'

const COUNT = 130
const nameOf = (index: number) => `${index % 2 ? 'Odd' : 'Even'} report ${index}`

describe('the list of documents', () => {
  let house: TwoOrganizations
  const ids: string[] = []

  beforeAll(async () => {
    house = await twoOrganizations()
    for (let index = 0; index < COUNT; index++) {
      const input = { submissionId: randomUUID(), name: nameOf(index), elements: [`t.c${index}`] }
      ids.push((await createDocument(house.as('organization_admin'), input)).id)
    }
    // Some of one moment, so that the order has to be decided by the id.
    await house.sql(`UPDATE documents SET created_at = date_trunc('minute', created_at)`)
  })
  afterAll(() => house.close())

  const auditor = () => house.as('organization_auditor')
  const fileOf = (id: string) => path.join(house.folder, documentObjectKey(house.own, id))

  async function allPages(search?: string) {
    const pages = []
    let after: string | undefined
    do {
      const cursor = after ? { after } : {}
      // As the route does it: the cursor crosses the wire as text.
      const page = search
        ? await searchDocuments(auditor(), searchDocumentsInput.parse({ search, ...cursor }))
        : await listDocuments(auditor(), listDocumentsInput.parse(cursor))
      pages.push(documentPage.parse(JSON.parse(JSON.stringify(page))))
      after = page.next ?? undefined
    } while (after)
    return pages
  }
  const namesOn = (pages: Awaited<ReturnType<typeof allPages>>) =>
    pages.flatMap(({ documents }) => documents.map((row) => (row.state === 'open' ? row.name : row.code)))

  it('shows each document once over all pages', async () => {
    const pages = await allPages()
    expect(pages.map(({ documents }) => documents.length)).toEqual([50, 50, 30])
    expect(new Set(namesOn(pages)).size).toBe(COUNT)
    expect(pages[0]).toMatchObject({ total: COUNT, search: null })
  })

  it('finds each match once over all pages, whatever the case of its letters', async () => {
    const pages = await allPages('ODD REPORT')
    expect(new Set(namesOn(pages))).toEqual(
      new Set(Array.from({ length: COUNT }, (_, index) => nameOf(index)).filter((_, index) => index % 2)),
    )
    expect(namesOn(pages)).toHaveLength(COUNT / 2)
    expect(pages.map((page) => page.search?.matches)).toEqual([65, 65])
  })

  it.each([undefined, 'report'])('turns back to the very same pages, searching for %j', async (search) => {
    const turn = (cursor: object) =>
      search
        ? searchDocuments(auditor(), searchDocumentsInput.parse({ search, ...cursor }))
        : listDocuments(auditor(), listDocumentsInput.parse(cursor))
    const first = await turn({})
    const second = await turn({ after: first.next })
    const third = await turn({ after: second.next })
    expect([first.previous, third.next]).toEqual([null, null])
    expect(await turn({ before: third.previous })).toEqual(second)
    expect(await turn({ before: second.previous })).toEqual(first)
  })

  it('searches names and not elements', async () => {
    expect(namesOn(await allPages('t.c'))).toEqual([])
  })

  it('asks for no more plaintext than the page needs', async () => {
    const before = house.core.asked.decrypt
    await listDocuments(auditor(), {})
    expect(house.core.asked.decrypt - before).toBe(50)
  })

  it('says so in its row when a document does not open, and shows the others', async () => {
    const [damaged, moved, missing] = ids.slice(-3) as [string, string, string]
    const search = { search: 'report' }
    writeFileSync(fileOf(damaged), 'not an envelope')
    const neighbour = await house.objects.get(documentObjectKey(house.own, ids[0] ?? ''))
    writeFileSync(fileOf(moved), neighbour)
    rmSync(fileOf(missing))
    const pages = await allPages()
    const closed = pages.flatMap(({ documents }) => documents).filter(({ state }) => state === 'closed')
    expect(new Set(closed.map(({ id }) => id))).toEqual(new Set([damaged, moved, missing]))
    expect(closed).toMatchObject(Array(3).fill({ code: 'does_not_open' }))
    expect(namesOn(pages)).toHaveLength(COUNT)
    const found = await searchDocuments(auditor(), search)
    expect(found.search).toEqual({ matches: COUNT - 3, unopened: 3, leftOut: 0 })
  })

  it.each(['key_denied', 'key_unreachable', 'platform_key_unavailable'] as const)(
    'fails as a whole with %s, list and search alike',
    async (code) => {
      house.core.refuse(code, 'document_metadata')
      await expect(listDocuments(auditor(), {})).rejects.toThrow(problem(code))
      await expect(searchDocuments(auditor(), { search: 'odd' })).rejects.toThrow(problem(code))
      house.core.refuse(null, 'document_metadata')
      expect((await listDocuments(auditor(), {})).documents).toHaveLength(50)
    },
  )

  it.each([
    { after: 'x' },
    { after: '2026-01-01T00:00:00Z~not-an-id' },
    { after: `yesterday~${randomUUID()}` },
    { after: ['a', 'b'] },
    { search: '' },
    { search: 'x'.repeat(201) },
    { search: { $ne: null } },
    { limit: '1000000' },
  ])('refuses the query %j', (query) => {
    const schema = 'search' in query ? searchDocumentsInput : listDocumentsInput
    expect(parseInput(schema, query).ok).toBe(false)
  })
})
