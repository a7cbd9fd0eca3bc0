'use client'

import { PageProblem } from '@/components/shell/page-problem'
import './globals.css'

/** Stands in when the root layout itself fails; so it brings its own document. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Latchkey</title>
        <main>
          <PageProblem error={error} retry={retry} />
        </main>
      </body>
    </html>
  )
}
