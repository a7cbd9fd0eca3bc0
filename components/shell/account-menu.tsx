'use client'

import { Cloud, LogOut, Monitor, MonitorX, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useTransition } from 'react'
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
import { AccountButton } from './account-button'

export interface AccountMenuProps {
  user: AccountView
  /** The demo's page of the customer's cloud. */
  simulatorUrl?: string | null
  signOut: () => Promise<void>
  signOutEverywhere: () => Promise<void>
  /** Shows the initials alone, for the bar of narrow screens. */
  compact?: boolean
  defaultOpen?: boolean
}

/** The signed-in person's menu: who they are, the theme, and two ways to sign out. */
export function AccountMenu(props: AccountMenuProps) {
  const { user, simulatorUrl, signOut, signOutEverywhere, compact = false, defaultOpen } = props
  const [leaving, startLeaving] = useTransition()
  return (
    <DropdownMenu defaultOpen={defaultOpen}>
      <DropdownMenuTrigger asChild>
        <AccountButton user={user} compact={compact} aria-busy={leaving || undefined} />
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
              <Cloud aria-hidden /> The customer’s cloud
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
