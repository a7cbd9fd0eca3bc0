'use client'

import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

const THEMES = { light: 'light', dark: 'dark', system: 'system' } as const

/** Where toasts appear; once, in the root layout. Call `toast.success` or `toast.error` of sonner. */
export function Toaster() {
  const { theme } = useTheme()
  return (
    <Sonner
      theme={THEMES[theme as keyof typeof THEMES] ?? 'system'}
      position="bottom-right"
      closeButton
      expand
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-start gap-2.5 rounded-lg bg-raised px-3 py-2.5 pr-9 font-sans text-base text-ink shadow-float',
          title: 'font-medium',
          description: 'text-ink-soft text-sm',
          icon: 'mt-0.5',
          success: '[&_[data-icon]]:text-ok',
          error: '[&_[data-icon]]:text-stopped',
          warning: '[&_[data-icon]]:text-grace',
          closeButton:
            'absolute top-2.5 right-2.5 grid size-6 place-items-center rounded-sm bg-transparent! text-ink-faint! hover:bg-hover!',
        },
      }}
    />
  )
}
