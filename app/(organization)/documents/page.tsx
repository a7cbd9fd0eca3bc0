import type { Metadata } from 'next'
import { AddDocument } from '@/components/documents/add-document'
import { DocumentBrowser } from '@/components/documents/document-browser'
import { LockedButton } from '@/components/ui/locked-button'
import { Page, PageHeader } from '@/components/ui/page-header'
import { roleOf } from '@/lib/domain/actor'
import { can } from '@/lib/domain/permissions'
import { documentsAddress } from '@/lib/domain/views/documents'
import { pageContext } from '@/lib/use-cases/web-context'
import { createDocument, removeDocument } from './actions'

export const metadata: Metadata = { title: 'Documents' }

interface DocumentsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The frame alone: the names come by a request of the browser's own, so that no page holds them. */
export default async function DocumentsPage({ searchParams }: DocumentsPageProps) {
  const context = await pageContext()
  const mayWrite = can(roleOf(context.actor), 'documents.write')
  return (
    <Page>
      <PageHeader
        title="Documents"
        description="Names and references to elements, encrypted under your key and kept in object storage."
        action={
          mayWrite ? (
            <AddDocument action={createDocument} />
          ) : (
            <LockedButton variant="primary" reason="Only an organization admin can add documents.">
              Add document
            </LockedButton>
          )
        }
      />
      <DocumentBrowser
        wanted={documentsAddress.parse(await searchParams)}
        remove={mayWrite ? removeDocument : null}
        now={context.now.toISOString()}
      />
    </Page>
  )
}
