import { CONNECTION_COLUMNS } from '@/components/connections/connections-table'
import { PageSkeleton } from '@/components/ui/skeleton'
import { TableSkeleton } from '@/components/ui/table-states'

export default function ConnectionsLoading() {
  return (
    <PageSkeleton>
      <TableSkeleton label="Connections" columns={CONNECTION_COLUMNS} rows={8} />
    </PageSkeleton>
  )
}
