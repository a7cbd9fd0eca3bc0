import { AUDIT_COLUMNS } from '@/components/audit/audit-table'
import { PageSkeleton } from '@/components/ui/skeleton'
import { TableSkeleton } from '@/components/ui/table-states'

export default function AuditLogLoading() {
  return (
    <PageSkeleton>
      <TableSkeleton label="Audit log" columns={AUDIT_COLUMNS} rows={8} />
    </PageSkeleton>
  )
}
