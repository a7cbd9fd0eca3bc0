'use client'

import { useState } from 'react'
import { useLate } from '@/components/ui/use-late'
import { AccountButton } from './account-button'
import type { AccountMenuProps } from './account-menu'

const loadMenu = async () => (await import('./account-menu')).AccountMenu

/** The signed-in person's menu. It comes after the page stands; pressed before that, it opens as soon as it is here. */
export function UserMenu(props: AccountMenuProps) {
  const Menu = useLate(loadMenu)
  const [pressed, setPressed] = useState(false)
  if (Menu) return <Menu {...props} defaultOpen={pressed} />
  return <AccountButton user={props.user} compact={props.compact ?? false} onClick={() => setPressed(true)} />
}
