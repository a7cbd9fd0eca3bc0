'use client'

import { useEffect, useState } from 'react'

/**
 * Brings code that a page can begin without: null until it is here, soon after the page stands.
 * @param load imports it; must be the same function at every render
 */
export function useLate<T>(load: () => Promise<T>): T | null {
  const [brought, setBrought] = useState<{ it: T } | null>(null)
  useEffect(() => {
    load().then((it) => setBrought({ it }), reportError)
  }, [load])
  return brought ? brought.it : null
}
