'use client'

import { useLayoutEffect, useRef } from 'react'
import type { TooltipProps } from './tip'
import { useLate } from './use-late'

const loadTip = async () => (await import('./tip')).Tip

/**
 * A tip on hover and focus; Escape closes it, and the pointer may rest on it to select its text. What places and
 * shows tips comes after the page stands: until then there is the element alone.
 */
export function Tooltip(props: TooltipProps) {
  const place = useRef<HTMLSpanElement>(null)
  const hadFocus = useRef(false)
  const Tip = useLate(loadTip, () => {
    hadFocus.current = place.current?.contains(document.activeElement) ?? false
  })
  // The element is made anew when the tip comes: whoever has just tabbed to it stays there.
  useLayoutEffect(() => {
    if (Tip && hadFocus.current) place.current?.querySelector<HTMLElement>('button, a, [tabindex]')?.focus()
  }, [Tip])
  return (
    <span ref={place} className="contents">
      {Tip ? <Tip {...props} /> : props.children}
    </span>
  )
}
