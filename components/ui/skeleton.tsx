import type { ReactNode } from 'react'
import { cn } from './cn'

/** A grey bar in the place and size of what is on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-pulse rounded-sm bg-hover', className)} />
}

/** A page on its way: header and lines, announced once as loading. */
export function PageSkeleton({ children }: { children?: ReactNode }) {
  return (
    <div role="status" aria-label="Loading" className="grid gap-8">
      <div className="grid gap-3">
        <Skeleton className="h-6 w-48" />
        <Skeleton className="h-4 w-80 max-w-full" />
      </div>
      {children ?? (
        <div className="grid gap-3">
          <Skeleton className="h-24" />
          <Skeleton className="h-40" />
        </div>
      )}
    </div>
  )
}
