import Link from 'next/link'
import type { ReactNode } from 'react'
import { Brand } from './brand'
import { routes } from './routes'

interface FullPageProps {
  title: string
  /** What happened and what to do. */
  children: ReactNode
  actions?: ReactNode
}

/** A page outside the frame that says one thing: not found, gone wrong. */
export function FullPage({ title, children, actions }: FullPageProps) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-lg content-center gap-6 px-6 py-16">
      <Link href={routes.home} aria-label="Latchkey, home" className="w-fit rounded-md">
        <Brand />
      </Link>
      <div className="grid gap-2">
        <h1 className="font-semibold text-xl">{title}</h1>
        <div className="text-ink-soft">{children}</div>
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </main>
  )
}
