import { OFFER_COLUMNS } from '@/components/offers/offers-table'
import { PageSkeleton } from '@/components/ui/skeleton'
import { TableSkeleton } from '@/components/ui/table-states'

export default function Loading() {
  return (
    <PageSkeleton>
      <TableSkeleton label="Organizations" columns={OFFER_COLUMNS} rows={5} />
    </PageSkeleton>
  )
}
