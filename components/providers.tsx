'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { type ReactNode, useState } from 'react'
import { AnnouncerProvider } from '@/components/ui/announcer'
import { Toaster } from '@/components/ui/toaster'
import { TooltipProvider } from '@/components/ui/tooltip'

/** What the whole tree needs: theme, server state, tips, announcements, toasts. `nonce` is the page's CSP nonce. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // What the server rendered is fresh; a page that has to be live sets its own interval.
  const [queryClient] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 5_000 } } }))
  return (
    <ThemeProvider attribute="class" enableSystem disableTransitionOnChange nonce={nonce}>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider delayDuration={200}>
          <AnnouncerProvider>{children}</AnnouncerProvider>
        </TooltipProvider>
      </QueryClientProvider>
      <Toaster />
    </ThemeProvider>
  )
}
