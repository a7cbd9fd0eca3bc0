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
  // An answer to an action comes with a nonce of its own, but the document goes on with the one it began with.
  const [documentNonce] = useState(nonce)
  // Where the scroll lock behind dialogs and menus (get-nonce) looks for it before it adds its style sheet.
  useEffect(() => {
    Object.assign(globalThis, { __webpack_nonce__: documentNonce })
  }, [documentNonce])
  return (
    <ThemeProvider attribute="class" enableSystem disableTransitionOnChange nonce={documentNonce}>
      <QueryClientProvider client={queryClient}>
        <AnnouncerProvider>{children}</AnnouncerProvider>
      </QueryClientProvider>
      <Toaster />
    </ThemeProvider>
  )
}
