'use client'

import { OctagonX } from 'lucide-react'
import { Button } from '@/components/ui/button'

interface PageProblemProps {
  /** What was thrown; of it only the server's digest is shown. */
  error: unknown
  /** Loads the page again. */
  retry: () => void
}

/** What an `error.tsx` shows: that it is our fault, that nothing is lost, what to do, and a number for support. */
export function PageProblem({ error, retry }: PageProblemProps) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null
  return (
    <div role="alert" className="mx-auto grid max-w-lg justify-items-start gap-3 px-6 py-16">
      <OctagonX aria-hidden className="size-6 text-stopped" />
      <h1 className="font-semibold text-xl">This page could not be put together</h1>
      <p className="text-ink-soft">
        Something went wrong on our side. Nothing was lost or changed. Try again; if it happens again, tell
        support what you did{digest ? ' and this number' : ''}.
      </p>
      {digest && <code className="font-mono text-ink-soft text-sm">{digest}</code>}
      <Button variant="primary" onClick={retry}>
        Try again
      </Button>
    </div>
  )
}
