'use client'

import type { TooltipProps } from './tip'
import { useLate } from './use-late'

const loadTip = async () => (await import('./tip')).Tip

/**
 * A tip on hover and focus; Escape closes it, and the pointer may rest on it to select its text. What places and
 * shows tips comes after the page stands: until then there is the element alone.
 */
export function Tooltip(props: TooltipProps) {
  const Tip = useLate(loadTip)
  return Tip ? <Tip {...props} /> : props.children
}
