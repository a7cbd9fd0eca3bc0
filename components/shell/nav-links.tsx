'use client'

import {
  Database,
  FileText,
  KeyRound,
  LayoutDashboard,
  LifeBuoy,
  type LucideIcon,
  RefreshCw,
  ScrollText,
  ServerCog,
  ShieldHalf,
  Ticket,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import type { NavGroup, NavIcon } from './routes'

const ICONS: Record<NavIcon, LucideIcon> = {
  overview: LayoutDashboard,
  keys: KeyRound,
  rotation: RefreshCw,
  connections: Database,
  documents: FileText,
  classification: ShieldHalf,
  tokens: Ticket,
  audit: ScrollText,
  support: LifeBuoy,
  platform: ServerCog,
}

/** The links of the navigation, with the page one is on marked. `onFollow` runs when one is followed. */
export function NavLinks({ groups, onFollow }: { groups: NavGroup[]; onFollow?: () => void }) {
  const pathname = usePathname()
  const here = pageOf(pathname, groups)
  return (
    <nav aria-label="Main" className="grid gap-4">
      {groups.map((group) => (
        <div key={group.label} className="grid gap-0.5">
          <p className="px-2 pb-0.5 font-medium text-2xs text-ink-faint">{group.label}</p>
          <ul className="grid gap-px">
            {group.items.map(({ href, label, icon }) => {
              const Icon = ICONS[icon]
              const isHere = href === here
              return (
                <li key={href}>
                  <Link
                    href={href}
                    onClick={onFollow}
                    aria-current={isHere ? 'page' : undefined}
                    className={cn(
                      'flex h-8 items-center gap-2.5 rounded-md px-2 text-ink-soft transition-colors',
                      'hover:bg-hover hover:text-ink',
                      isHere && 'bg-raised font-medium text-ink shadow-lift hover:bg-raised',
                    )}
                  >
                    <Icon
                      aria-hidden
                      className={cn('size-4', isHere ? 'text-accent-text' : 'text-ink-faint')}
                    />
                    {label}
                  </Link>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** The page of the navigation that an address belongs to: of those it lies under, the deepest. */
function pageOf(pathname: string, groups: NavGroup[]): string | undefined {
  const hrefs = groups.flatMap(({ items }) => items.map(({ href }) => href as string))
  return hrefs
    .filter((href) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0]
}
