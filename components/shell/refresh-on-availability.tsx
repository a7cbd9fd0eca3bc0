'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useLiveQuery } from '@/components/query/use-live-query'
import { availabilityQuery } from './availability-query'

/** Has the server render the page again when the standing of the customer's key changes. Shows nothing itself. */
export function RefreshOnAvailability() {
  const router = useRouter()
  const state = useLiveQuery(availabilityQuery).data?.state
  const last = useRef(state)
  useEffect(() => {
    if (last.current !== undefined && last.current !== state) router.refresh()
    last.current = state
  }, [router, state])
  return null
}
