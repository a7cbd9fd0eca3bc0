import { describe, expect, it } from 'vitest'
import { scriptsOf } from '../../../bench/web/javascript'
import { parseProcesses, stillRunning, treeOf } from '../../../bench/web/processes'
import { routeOf } from '../../../bench/web/routes'

describe('processes', () => {
  const all = parseProcesses(
    [
      '    1     0 init',
      '   20     1 npm start',
      ' 21 20 node scripts/start.mjs',
      '22 21 postgres -D x',
      '30 1 sh',
      '',
    ].join('\n'),
  )

  it('form the tree below one of them', () => {
    expect(treeOf(all, 20).map(({ pid }) => pid)).toEqual([20, 21, 22])
    expect(treeOf(all, 99)).toEqual([])
  })

  it('are still running only under their own number and command', () => {
    const now = parseProcesses('21 1 node scripts/start.mjs\n22 1 vim')
    expect(stillRunning(treeOf(all, 20), now).map(({ pid }) => pid)).toEqual([21])
  })
})

it.each([
  ['page.tsx', '/', null],
  ['(organization)/connections/[id]/page.tsx', '/connections/[id]', 'ada@northwind.example'],
  ['(support)/support/page.tsx', '/support', 'sam@latchkey.example'],
  ['(operator)/platform/page.tsx', '/platform', 'olga@latchkey.example'],
  ['api/support/[id]/route.ts', '/api/support/[id]', 'sam@latchkey.example'],
  ['api/documents/route.ts', '/api/documents', 'ada@northwind.example'],
])('knows the route of %s and who opens it', (file, pattern, visitor) => {
  expect(routeOf(file)).toEqual({ pattern, visitor })
})

it.each(['api/auth/[...nextauth]/route.ts', 'layout.tsx', '(organization)/keys/loading.tsx', 'homepage.tsx'])(
  'takes %s for no route',
  (file) => {
    expect(routeOf(file)).toBeNull()
  },
)

it('finds the scripts that a browser loads, each once', () => {
  const html = `<script src="/_next/static/chunks/a-1.js" async=""></script>
    <link rel="preload" as="script" href="/_next/static/chunks/a-1.js"/>
    <script src="/_next/static/chunks/old.js" noModule=""></script><script nonce="x">inline</script>
    <script>self.__next_f.push([1,"3:I[1,[\\"/_next/static/chunks/b.js\\",\\"static/css/c.css\\"]"])</script>`
  expect(scriptsOf(html)).toEqual(['/_next/static/chunks/a-1.js', '/_next/static/chunks/b.js'])
})
