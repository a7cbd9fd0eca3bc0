'use client'

import { useState } from 'react'
import { useLate } from '@/components/ui/use-late'
import { NavButton } from './nav-button'
import type { NavDrawerProps } from './nav-drawer'

const loadDrawer = async () => (await import('./nav-drawer')).NavDrawer

/** The navigation of narrow screens. It comes after the page stands; pressed before that, it opens as soon as it is here. */
export function NavSheet(props: NavDrawerProps) {
  const Drawer = useLate(loadDrawer)
  const [pressed, setPressed] = useState(false)
  if (Drawer) return <Drawer {...props} defaultOpen={pressed} />
  return <NavButton onClick={() => setPressed(true)} />
}
