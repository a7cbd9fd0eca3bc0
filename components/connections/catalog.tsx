import { ChevronRight } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import type { CatalogView } from '@/lib/domain/views/connections'

const plural = (count: number, word: string) =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`

/** The schemas of a database with their tables; each opens by itself. */
export function Catalog({ catalog }: { catalog: CatalogView }) {
  if (catalog.state === 'none') {
    return <p className="text-ink-soft">A test that connects reads the names of schemas and tables.</p>
  }
  if (catalog.state === 'closed') {
    return (
      <Callout tone="stopped" title={catalog.message}>
        {catalog.fix}
      </Callout>
    )
  }
  const { schemas } = catalog
  if (schemas.length === 0)
    return <p className="text-ink-soft">The user of this connection sees no tables.</p>
  return (
    <ul className="divide-y divide-line border-line border-y">
      {schemas.map(({ schema, tables }) => (
        <li key={schema}>
          <details open={schemas.length <= 5} className="group py-2">
            <summary className="flex list-none items-center gap-2 rounded-sm">
              <ChevronRight
                aria-hidden
                className="size-4 shrink-0 text-ink-faint transition-transform group-open:rotate-90"
              />
              <span className="min-w-0 font-medium font-mono text-sm [overflow-wrap:anywhere]">{schema}</span>
              <Badge>{plural(tables.length, 'table')}</Badge>
            </summary>
            <ul className="mt-1.5 ml-6 grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
              {tables.map((table) => (
                <li key={table} className="font-mono text-ink-soft text-sm [overflow-wrap:anywhere]">
                  {table}
                </li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  )
}
