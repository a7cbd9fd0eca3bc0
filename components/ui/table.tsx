import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import type { Href } from './href'

interface TableProps extends ComponentProps<'table'> {
  /** The table's name; also that of the region that scrolls sideways on narrow screens. */
  label: string
}

/** A real table. Wider than the screen, it scrolls sideways by itself and by keyboard. */
export function Table({ label, className, ...rest }: TableProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      className="relative overflow-x-auto"
    >
      <table
        aria-label={label}
        className={cn('w-full border-collapse text-left text-sm', className)}
        {...rest}
      />
    </section>
  )
}

/** The head; give it one `Tr` of `Th`. */
export function THead(props: ComponentProps<'thead'>) {
  return <thead className="border-line border-b" {...props} />
}

/** The body; give it rows, or one `TableMessage`. */
export function TBody(props: ComponentProps<'tbody'>) {
  return <tbody className="divide-y divide-line" {...props} />
}

/** A row. `interactive` lights it up under the pointer: use it when its first cell is a link. */
export function Tr({ interactive, className, ...rest }: ComponentProps<'tr'> & { interactive?: boolean }) {
  return <tr className={cn(interactive && 'hover:bg-hover', className)} {...rest} />
}

type CellProps<Tag extends 'th' | 'td'> = ComponentProps<Tag> & {
  /** Right-aligns, for numbers and actions. */
  end?: boolean
}

/** A column's heading. */
export function Th({ end, className, ...rest }: CellProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 whitespace-nowrap px-3 font-medium text-ink-faint text-xs first:pl-2 last:pr-2',
        end && 'text-right',
        className,
      )}
      {...rest}
    />
  )
}

/** A cell. */
export function Td({ end, className, ...rest }: CellProps<'td'>) {
  return (
    <td
      className={cn('h-10 px-3 py-2 first:pl-2 last:pr-2', end && 'text-right tabular-nums', className)}
      {...rest}
    />
  )
}

export type SortDirection = 'ascending' | 'descending'

interface SortableThProps {
  children: ReactNode
  /** The address of the same table sorted the other way, or by this column. */
  href: Href
  /** How this column is sorted now; nothing when it isn't. */
  sorted?: SortDirection
  end?: boolean
}

const SORT_ICONS = { ascending: ArrowUp, descending: ArrowDown }

/** A heading that sorts: a link, since the address is the table's state. */
export function SortableTh({ children, href, sorted, end }: SortableThProps) {
  const Icon = sorted ? SORT_ICONS[sorted] : ChevronsUpDown
  return (
    <Th aria-sort={sorted ?? 'none'} end={end}>
      <Link
        href={href}
        scroll={false}
        className={cn('inline-flex h-6 items-center gap-1 rounded-sm hover:text-ink', sorted && 'text-ink')}
      >
        {children}
        <Icon aria-hidden className="size-3.5" />
      </Link>
    </Th>
  )
}
