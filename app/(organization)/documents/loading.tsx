import { DOCUMENT_COLUMNS } from '@/components/documents/columns'
import { PageSkeleton } from '@/components/ui/skeleton'
import { TableSkeleton } from '@/components/ui/table-states'

export default function DocumentsLoading() {
  return (
    <PageSkeleton>
      <TableSkeleton label="Documents" columns={DOCUMENT_COLUMNS} rows={8} />
    </PageSkeleton>
  )
}
