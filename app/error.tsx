'use client'

import { PageProblem } from '@/components/shell/page-problem'

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main>
      <PageProblem error={error} retry={retry} />
    </main>
  )
}
