import type { ComponentProps } from 'react'
import { cn } from './cn'

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
