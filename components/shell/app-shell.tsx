import Link from 'next/link'
import type { ReactNode } from 'react'
import type { AccountView } from '@/lib/domain/views/account'
import { Brand, BrandMark } from './brand'
import { NavLinks } from './nav-links'
import { NavSheet } from './nav-sheet'
import { type NavGroup, routes } from './routes'
import { UserMenu } from './user-menu'

interface AppShellProps {
  user: AccountView
  /** The demo's page of the customer's cloud. */
  simulatorUrl?: string | null
  /** The organization's name; null for the vendor's own people. */
  organizationName: string | null
  /** From `navigationFor(role)`. */
  navigation: NavGroup[]
  signOut: () => Promise<void>
  signOutEverywhere: () => Promise<void>
  /** A `StopBanner` while a key is denied or in grace. */
  banner?: ReactNode
  /** The `TourPanel` of the demo. */
  tour?: ReactNode
  children: ReactNode
}

/** The frame of every signed-in page: navigation on the left (a sheet on narrow screens), the page on a panel. */
export function AppShell(props: AppShellProps) {
  const { user, simulatorUrl, signOut, signOutEverywhere } = props
  const { organizationName, navigation, banner, tour, children } = props
  const account = { user, simulatorUrl, signOut, signOutEverywhere }
  return (
    <div className="flex min-h-dvh flex-col lg:flex-row">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 font-medium text-accent-on focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to content
      </a>

      <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-line border-b bg-canvas px-3 lg:hidden">
        <NavSheet groups={navigation}>{tour}</NavSheet>
        <Link href={routes.home} aria-label="Latchkey, home" className="rounded-md p-1">
          <BrandMark />
        </Link>
        <span className="min-w-0 flex-1 truncate font-medium">{organizationName ?? 'Latchkey'}</span>
        <UserMenu {...account} compact />
      </header>

      <aside className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col gap-4 px-3 pt-4 pb-2 lg:flex">
        <div className="grid gap-0.5 px-2">
          <Link href={routes.home} aria-label="Latchkey, home" className="-mx-1 w-fit rounded-md px-1">
            <Brand />
          </Link>
          <p className="truncate text-ink-faint text-sm">{organizationName ?? 'All organizations'}</p>
        </div>
        <div className="-mx-3 flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-3 pb-2">
          <NavLinks groups={navigation} />
          {tour && <div className="mt-auto">{tour}</div>}
        </div>
        <UserMenu {...account} />
      </aside>

      <div className="flex min-w-0 flex-1 flex-col bg-surface lg:my-2 lg:mr-2 lg:overflow-clip lg:rounded-lg lg:border lg:border-line lg:shadow-lift">
        {banner}
        <main id="content" tabIndex={-1} className="flex-1 px-4 py-6 outline-none sm:px-6 lg:px-8 lg:py-8">
          <div className="mx-auto max-w-7xl">{children}</div>
        </main>
      </div>
    </div>
  )
}
