import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { fetchJson, QueryProblem } from '@/components/query/fetch-json'
import { makeQueryClient } from '@/components/query/query-client'

const problem = (code: string, status: number) =>
  Response.json(
    { type: 't', title: 'T', status, code, detail: 'The cause.', fix: 'The fix.', requestId: 'r-1' },
    { status },
  )
const answering = (...responses: (Response | Error)[]) =>
  vi.stubGlobal('fetch', async () => {
    const next = responses.shift()
    if (next instanceof Error || !next) throw next
    return next
  })

afterEach(() => vi.unstubAllGlobals())

describe('a route’s answer', () => {
  const schema = async () => z.object({ names: z.array(z.string()) })

  it('is parsed by its schema', async () => {
    answering(Response.json({ names: ['plan.pdf'], secret: 1 }))
    expect(await fetchJson('/api/x', schema)).toEqual({ names: ['plan.pdf'] })
  })

  it('that is a problem becomes an error with its code, cause and fix', async () => {
    answering(problem('key_denied', 423))
    await expect(fetchJson('/api/x', schema)).rejects.toMatchObject({
      code: 'key_denied',
      message: 'The cause.',
      fix: 'The fix.',
      status: 423,
      requestId: 'r-1',
    })
  })

  it('that says nothing we know is our fault, and none at all is the network’s', async () => {
    answering(new Response('<html>', { status: 502 }), new TypeError('fetch failed'))
    await expect(fetchJson('/api/x', schema)).rejects.toMatchObject({ code: 'internal', status: 502 })
    await expect(fetchJson('/api/x', schema)).rejects.toMatchObject({ code: 'service_unavailable' })
  })
})

describe('the browser’s cache', () => {
  const names = async () => z.array(z.string())
  const client = makeQueryClient()
  const ask = (filter: string) =>
    client.fetchQuery({
      queryKey: ['documents', filter],
      queryFn: ({ signal }) => fetchJson('/api/documents', names, signal),
      staleTime: 0,
    })
  const kept = () => client.getQueriesData({ queryKey: ['documents'] }).map(([, data]) => data)

  it.each([
    ['key_denied', 423],
    ['key_unreachable', 503],
    ['platform_key_unavailable', 503],
    ['not_signed_in', 401],
  ])('drops all of a resource when it is closed by %s', async (code, status) => {
    answering(Response.json(['plan.pdf']), Response.json(['pay.pdf']), problem(code, status))
    await ask('p')
    await ask('pay')
    client.setQueryData(['keys'], 'open')
    expect(kept()).toEqual([['plan.pdf'], ['pay.pdf']])
    await expect(ask('p')).rejects.toThrow(QueryProblem)
    expect(kept().filter((data) => data !== undefined)).toEqual([])
    expect(client.getQueryData(['keys'])).toBe('open')
  })

  it('keeps what it has while the network is away', async () => {
    answering(Response.json(['plan.pdf']), problem('internal', 500))
    await ask('p')
    await expect(ask('p')).rejects.toThrow(QueryProblem)
    expect(kept()).toContainEqual(['plan.pdf'])
  })
})
