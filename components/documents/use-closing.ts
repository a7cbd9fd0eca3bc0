'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLiveQuery } from '@/components/query/use-live-query'
import { availabilityQuery } from '@/components/shell/availability-query'
import { DOCUMENTS_KEY } from './documents-query'

/**
 * Drops every document that the browser holds as soon as the key is stopped, and asks again: the answer is then
 * the reason. Asks once more when the key is back.
 */
export function useClosing(): void {
  const client = useQueryClient()
  const { data } = useLiveQuery(availabilityQuery)
  const isStopped = data?.state === 'stopped_denied' || data?.state === 'stopped_unreachable'
  const wasStopped = useRef(isStopped)
  useEffect(() => {
    if (wasStopped.current === isStopped) return
    wasStopped.current = isStopped
    void client.resetQueries({ queryKey: DOCUMENTS_KEY })
  }, [client, isStopped])
}
