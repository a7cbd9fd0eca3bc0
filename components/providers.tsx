'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { ThemeProvider } from 'next-themes'
import { type ReactNode, useEffect, useState } from 'react'
import { makeQueryClient } from '@/components/query/query-client'
import { AnnouncerProvider } from '@/components/ui/announcer'

// No page begins with a toast, so their code comes after the page.
const Toaster = dynamic(() => import('@/components/ui/toaster').then((module) => module.Toaster), {
  ssr: false,
})

/** What the whole tree needs: theme, server state, announcements, toasts. `nonce` is the page's CSP nonce. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient)
  // Where the scroll lock behind dialogs and menus (get-nonce) looks for it before it adds its style sheet.
  useEffect(() => {
    Object.assign(globalThis, { __webpack_nonce__: nonce })
  }, [nonce])
  return (
    <ThemeProvider attribute="class" enableSystem disableTransitionOnChange nonce={nonce}>
      <QueryClientProvider client={queryClient}>
        <AnnouncerProvider>{children}</AnnouncerProvider>
      </QueryClientProvider>
      <Toaster />
    </ThemeProvider>
  )
}
