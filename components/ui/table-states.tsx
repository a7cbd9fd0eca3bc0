import { type LucideIcon, OctagonX, SearchX, Table2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { Skeleton } from './skeleton'
import { Table, TBody, Td, THead, Th, Tr } from './table'

type Kind = 'empty' | 'no-match' | 'error'

const ICONS: Record<Kind, LucideIcon> = { empty: Table2, 'no-match': SearchX, error: OctagonX }

interface TableMessageProps {
  /** Nothing there yet, nothing that fits the filter, or not to be had: three different things. */
  kind: Kind
  columns: number
  title: string
  /** What to do about it. */
  children?: ReactNode
  /** A button or link: make the first one, clear the filter, try again. */
  action?: ReactNode
}

/** The one row of a table that has none to show. */
export function TableMessage({ kind, columns, title, children, action }: TableMessageProps) {
  const Icon = ICONS[kind]
  return (
    <tr>
      <td colSpan={columns} className="px-4 py-10" role={kind === 'error' ? 'alert' : undefined}>
        <div className="mx-auto grid max-w-md justify-items-center gap-1 text-center">
          <Icon
            aria-hidden
            className={cn('mb-1 size-5', kind === 'error' ? 'text-stopped' : 'text-ink-faint')}
          />
          <p className="font-medium text-base">{title}</p>
          {children && <div className="text-balance text-ink-soft">{children}</div>}
          {action && <div className="mt-2">{action}</div>}
        </div>
      </td>
    </tr>
  )
}

// Bars of unequal length read as text; the pattern is fixed so that server and browser agree.
const WIDTHS = ['w-28', 'w-20', 'w-36', 'w-16', 'w-24']

/** A table on its way, in the shape it will have. */
export function TableSkeleton({
  label,
  columns,
  rows = 5,
}: {
  label: string
  columns: string[]
  rows?: number
}) {
  return (
    <Table label={label} aria-busy>
      <THead>
        <Tr>
          {columns.map((column) => (
            <Th key={column}>{column}</Th>
          ))}
        </Tr>
      </THead>
      <TBody>
        {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key, row) => (
          <Tr key={key}>
            {columns.map((column, index) => (
              <Td key={column}>
                <Skeleton className={cn('h-3.5', WIDTHS[(row + index * 2) % WIDTHS.length])} />
              </Td>
            ))}
          </Tr>
        ))}
      </TBody>
    </Table>
  )
}
