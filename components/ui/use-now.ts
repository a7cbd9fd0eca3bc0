'use client'

import { useEffect, useState } from 'react'

/**
 * The time as the server tells it, going on in the browser. Starts at exactly `nowIso`, so that hydration
 * finds the words the server wrote, and moves by time passed since, whatever the browser's clock says.
 */
export function useNow(nowIso: string, everyMs: number): Date {
  const [state, setState] = useState({ nowIso, date: new Date(nowIso) })
  // A newer time from the server wins at once.
  if (state.nowIso !== nowIso) setState({ nowIso, date: new Date(nowIso) })

  useEffect(() => {
    const startedAtMs = performance.now()
    const serverMs = Date.parse(nowIso)
    const timer = setInterval(() => {
      setState({ nowIso, date: new Date(serverMs + performance.now() - startedAtMs) })
    }, everyMs)
    return () => clearInterval(timer)
  }, [nowIso, everyMs])

  return state.date
}
