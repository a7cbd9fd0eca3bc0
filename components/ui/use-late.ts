'use client'

import { useEffect, useEffectEvent, useState } from 'react'

/**
 * Brings code that a page can begin without: null until it is here, soon after the page stands.
 * @param load imports it; must be the same function at every render
 * @param before called right before it takes its place
 */
export function useLate<T>(load: () => Promise<T>, before?: () => void): T | null {
  const [brought, setBrought] = useState<{ it: T } | null>(null)
  const announce = useEffectEvent(() => before?.())
  useEffect(() => {
    load().then((it) => {
      announce()
      setBrought({ it })
    }, reportError)
  }, [load])
  return brought ? brought.it : null
}
