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
  audit: ScrollText,
  support: LifeBuoy,
  platform: ServerCog,
}

/** The links of the navigation, with the page one is on marked. `onFollow` runs when one is followed. */
export function NavLinks({ groups, onFollow }: { groups: NavGroup[]; onFollow?: () => void }) {
  const pathname = usePathname()
  return (
    <nav aria-label="Main" className="grid gap-4">
      {groups.map((group) => (
        <div key={group.label} className="grid gap-0.5">
          <p className="px-2 pb-0.5 font-medium text-2xs text-ink-faint">{group.label}</p>
          <ul className="grid gap-px">
            {group.items.map(({ href, label, icon }) => {
              const Icon = ICONS[icon]
              const here = pathname === href || pathname.startsWith(`${href}/`)
              return (
                <li key={href}>
                  <Link
                    href={href}
                    onClick={onFollow}
                    aria-current={here ? 'page' : undefined}
                    className={cn(
                      'flex h-8 items-center gap-2.5 rounded-md px-2 text-ink-soft transition-colors',
                      'hover:bg-hover hover:text-ink',
                      here && 'bg-raised font-medium text-ink shadow-lift hover:bg-raised',
                    )}
                  >
                    <Icon
                      aria-hidden
                      className={cn('size-4', here ? 'text-accent-text' : 'text-ink-faint')}
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
