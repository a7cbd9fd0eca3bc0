'use client'

import { FileKey } from 'lucide-react'
import { QueryProblem } from '@/components/query/fetch-json'
import { useLiveQuery } from '@/components/query/use-live-query'
import { routes } from '@/components/shell/routes'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { EmptyState } from '@/components/ui/empty-state'
import { SearchForm } from '@/components/ui/search-form'
import { TableSkeleton } from '@/components/ui/table-states'
import type { FormAction } from '@/lib/domain/action-state'
import { ERROR_KINDS, type ErrorCode, type WhoseMove } from '@/lib/domain/errors'
import { DOCUMENT_COLUMNS } from './columns'
import { type DocumentsWanted, documentsQuery } from './documents-query'
import { DocumentsTable } from './documents-table'
import { useClosing } from './use-closing'

interface DocumentBrowserProps {
  wanted: DocumentsWanted
  /** null for who only reads */
  remove: FormAction | null
  now: string
}

/** The documents of the organization: names in the clear only here, and only while the key is there. */
export function DocumentBrowser({ wanted, remove, now }: DocumentBrowserProps) {
  useClosing()
  const { data, problem, refetch } = useLiveQuery(documentsQuery(wanted))
  const isEmpty = data && data.total === 0
  return (
    <div className="grid gap-4">
      {!isEmpty && (
        <SearchForm
          href={routes.documents}
          label="Search document names"
          search={wanted.search}
          maxLength={200}
        />
      )}
      {problem && <Closed problem={problem} retry={() => void refetch()} />}
      {!problem && !data && <TableSkeleton label="Documents" columns={DOCUMENT_COLUMNS} rows={8} />}
      {isEmpty && (
        <EmptyState icon={FileKey} title="No documents yet">
          A document is a name with references to elements of your data. Both are encrypted before they are
          stored, and open only while your key is there.
        </EmptyState>
      )}
      {data && !isEmpty && <DocumentsTable page={data} wanted={wanted} remove={remove} now={now} />}
    </div>
  )
}

/** Why there is nothing to see, whose move it is, and what to do. */
function Closed({ problem, retry }: { problem: Error; retry: () => void }) {
  const told =
    problem instanceof QueryProblem
      ? problem
      : new QueryProblem({ ...ERROR_KINDS.internal, code: 'internal' })
  return (
    <Callout
      tone="stopped"
      role="alert"
      title={told.message}
      whose={whoseMove(told.code)}
      actions={
        <Button size="sm" onClick={retry}>
          Try again
        </Button>
      }
    >
      {told.fix}
    </Callout>
  )
}

function whoseMove(code: string): WhoseMove | undefined {
  return Object.hasOwn(ERROR_KINDS, code) ? ERROR_KINDS[code as ErrorCode].whose : undefined
}
