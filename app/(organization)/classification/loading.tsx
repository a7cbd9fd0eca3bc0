import { CLASSIFICATION_COLUMNS } from '@/components/classification/classification-table'
import { PageSkeleton } from '@/components/ui/skeleton'
import { TableSkeleton } from '@/components/ui/table-states'

export default function ClassificationLoading() {
  return (
    <PageSkeleton>
      <TableSkeleton label="Data classification" columns={CLASSIFICATION_COLUMNS} rows={6} />
    </PageSkeleton>
  )
}
