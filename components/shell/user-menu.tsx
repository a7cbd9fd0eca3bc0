'use client'

import { ChevronsUpDown, Cloud, LogOut, Monitor, MonitorX, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useTransition } from 'react'
import { cn } from '@/components/ui/cn'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import type { AccountView } from '@/lib/domain/views/account'

interface UserMenuProps {
  user: AccountView
  /** The demo's page of the customer's cloud. */
  simulatorUrl?: string | null
  signOut: () => Promise<void>
  signOutEverywhere: () => Promise<void>
  /** Shows the initials alone, for the bar of narrow screens. */
  compact?: boolean
}

/** The signed-in person's menu: who they are, the theme, and two ways to sign out. */
export function UserMenu({ user, simulatorUrl, signOut, signOutEverywhere, compact = false }: UserMenuProps) {
  const [leaving, startLeaving] = useTransition()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Account: ${user.name}, ${user.role}`}
        aria-busy={leaving || undefined}
        className={cn(
          'flex items-center gap-2.5 rounded-md text-left transition-colors hover:bg-hover data-[state=open]:bg-hover',
          compact ? 'p-1' : 'w-full p-2',
        )}
      >
        <Initials name={user.name} />
        {!compact && (
          <>
            <span className="grid min-w-0 flex-1">
              <span className="truncate font-medium text-sm">{user.name}</span>
              <span className="truncate text-ink-faint text-xs">{user.role}</span>
            </span>
            <ChevronsUpDown aria-hidden className="size-4 text-ink-faint" />
          </>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-60">
        <DropdownMenuLabel>
          <span className="block truncate font-medium text-ink text-sm">{user.name}</span>
          <span className="block truncate">{user.email}</span>
          <span className="block truncate">{user.role}</span>
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        <ThemeChoice />
        <DropdownMenuSeparator />
        {simulatorUrl && (
          <DropdownMenuItem asChild>
            <a href={simulatorUrl} target="_blank" rel="noreferrer">
              <Cloud aria-hidden /> Northwind’s AWS account
            </a>
          </DropdownMenuItem>
        )}
        <DropdownMenuItem onSelect={() => startLeaving(signOut)}>
          <LogOut aria-hidden /> Sign out
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => startLeaving(signOutEverywhere)}>
          <MonitorX aria-hidden /> Sign out everywhere
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

const THEMES = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'Like the system', icon: Monitor },
]

function ThemeChoice() {
  const { theme, setTheme } = useTheme()
  return (
    <>
      <DropdownMenuLabel>Appearance</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={theme} onValueChange={setTheme}>
        {THEMES.map(({ value, label, icon: Icon }) => (
          <DropdownMenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
            <Icon aria-hidden /> {label}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
    </>
  )
}

/** A person's initials in a circle; decoration beside the name. */
export function Initials({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
  return (
    <span
      aria-hidden
      className="grid size-7 shrink-0 place-items-center rounded-full border border-accent-line bg-accent-soft font-medium text-2xs text-accent-text uppercase"
    >
      {letters}
    </span>
  )
}
