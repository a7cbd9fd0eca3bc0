import { LoaderCircle } from 'lucide-react'
import { cn } from './cn'

/** A turning ring beside words that say what is awaited; hidden from assistive technology. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cn('size-4 animate-spin', className)} />
}
