import { TOKEN_COLUMNS } from '@/components/tokens/tokens-table'
import { PageSkeleton } from '@/components/ui/skeleton'
import { TableSkeleton } from '@/components/ui/table-states'

export default function Loading() {
  return (
    <PageSkeleton>
      <TableSkeleton label="Tokens" columns={TOKEN_COLUMNS} rows={5} />
    </PageSkeleton>
  )
}
