'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { routes, withQuery } from '@/components/shell/routes'
import { Button, ButtonLink } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Pager } from '@/components/ui/pager'
import { StatePill } from '@/components/ui/state-pill'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/domain/action-state'
import type { DocumentPage, DocumentRow } from '@/lib/domain/views/documents'
import { DOCUMENT_COLUMNS } from './columns'
import { DOCUMENTS_KEY, type DocumentsWanted } from './documents-query'
import { ElementReferences } from './element-references'

interface DocumentsTableProps {
  page: DocumentPage
  wanted: DocumentsWanted
  /** null for who only reads */
  remove: FormAction | null
  now: string
}

/** One page of documents; one that doesn't open says so in its row, and the others stay. */
export function DocumentsTable({ page, wanted, remove, now }: DocumentsTableProps) {
  const { documents, previous, next } = page
  const { search } = wanted
  return (
    <div className="grid gap-3">
      <Table label="Documents">
        <THead>
          <Tr>
            {DOCUMENT_COLUMNS.map((column) => (
              <Th
                key={column}
                end={column === 'Size'}
                aria-sort={column === 'Added' ? 'descending' : undefined}
              >
                {column}
              </Th>
            ))}
            {remove && (
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            )}
          </Tr>
        </THead>
        <TBody>
          {documents.map((document) => (
            <DocumentLine key={document.id} document={document} remove={remove} now={now} />
          ))}
          {documents.length === 0 && <NoRows page={page} search={search} columns={remove ? 5 : 4} />}
        </TBody>
      </Table>
      <Pager
        summary={summaryOf(page)}
        previousHref={previous === null ? null : withQuery(routes.documents, { search, before: previous })}
        nextHref={next === null ? null : withQuery(routes.documents, { search, after: next })}
      />
    </div>
  )
}

function DocumentLine({
  document,
  remove,
  now,
}: {
  document: DocumentRow
  remove: FormAction | null
  now: string
}) {
  return (
    <Tr>
      {document.state === 'open' ? (
        <>
          <Td className="min-w-48 font-medium [overflow-wrap:anywhere]">{document.name}</Td>
          <Td className="min-w-56">
            <ElementReferences name={document.name} elements={document.elements} />
          </Td>
        </>
      ) : (
        <Td colSpan={2}>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <StatePill tone="stopped">Closed</StatePill>
            {document.message} <span className="text-ink-faint">{document.fix}</span>
          </span>
        </Td>
      )}
      <Td end className="whitespace-nowrap">
        {formatBytes(document.sizeBytes)}
      </Td>
      <Td>
        <Time iso={document.createdAt} now={now} />
      </Td>
      {remove && (
        <Td end>
          <RemoveDocument document={document} action={remove} />
        </Td>
      )}
    </Tr>
  )
}

function RemoveDocument({ document, action }: { document: DocumentRow; action: FormAction }) {
  const client = useQueryClient()
  const name = document.state === 'open' ? `“${document.name}”` : 'the closed document'
  return (
    <ConfirmDialog
      trigger={
        <Button variant="ghost" size="icon" aria-label={`Remove ${name}`}>
          <Trash2 aria-hidden />
        </Button>
      }
      title={`Remove ${name}?`}
      description="Its name and its references are deleted, and cannot be brought back."
      confirmLabel="Remove document"
      action={action}
      values={{ id: document.id }}
      onOk={() => void client.invalidateQueries({ queryKey: DOCUMENTS_KEY })}
    />
  )
}

function NoRows({
  page,
  search,
  columns,
}: {
  page: DocumentPage
  search: string | undefined
  columns: number
}) {
  const isPastTheEnd = !page.search || page.search.matches > 0
  return (
    <TableMessage
      kind="no-match"
      columns={columns}
      title={isPastTheEnd ? 'Nothing is left on this page' : `No document’s name contains “${search}”`}
      action={
        <ButtonLink href={isPastTheEnd ? withQuery(routes.documents, { search }) : routes.documents}>
          {isPastTheEnd ? 'Go to the first page' : 'Show all documents'}
        </ButtonLink>
      }
    />
  )
}

const count = (number: number) => number.toLocaleString('en')

function summaryOf({ total, search }: DocumentPage): string {
  if (!search) return `${count(total)} ${total === 1 ? 'document' : 'documents'}`
  const found = `${count(search.matches)} of ${count(total)} found`
  const unopened = search.unopened > 0 ? `; ${count(search.unopened)} did not open` : ''
  const leftOut = search.leftOut > 0 ? `; the oldest ${count(search.leftOut)} were not searched` : ''
  return found + unopened + leftOut
}

function formatBytes(bytes: number): string {
  return bytes < 1_024 ? `${bytes} B` : `${(bytes / 1_024).toFixed(1)} KiB`
}
