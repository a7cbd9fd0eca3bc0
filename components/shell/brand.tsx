import { cn } from '@/components/ui/cn'

/**
 * The mark: a key whose bow is a ring in two halves, ours in ink and the customer's in the accent;
 * the bolt runs through both, so that neither opens alone.
 */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={cn('size-6', className)}>
      <g strokeWidth="3.2" strokeLinecap="round">
        <path d="M7.4 6.1a6.2 6.2 0 0 0 0 11.8" className="stroke-ink" />
        <path
          d="M11.2 6.1a6.2 6.2 0 0 1 3.9 3.2M15.1 14.7a6.2 6.2 0 0 1-3.9 3.2"
          className="stroke-accent-text"
        />
        <path d="M9.3 12h12.4M21.7 12v3.4M17.6 12v2.6" strokeWidth="2.8" className="stroke-accent-text" />
      </g>
    </svg>
  )
}

/** The mark with the name beside it. */
export function Brand({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 font-semibold text-lg tracking-tight', className)}>
      <BrandMark />
      Latchkey
    </span>
  )
}
