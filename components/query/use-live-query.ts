'use client'

import { type QueryKey, type UseQueryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

/**
 * useQuery for what a page shows live. Two things differ:
 * each state that the server rendered is put into the cache once, instead of standing by as `initialData`, which
 * would bring dropped plaintext back; and `problem` stays while the query is asked again, so that nothing flickers.
 */
export function useLiveQuery<T, K extends QueryKey>(options: UseQueryOptions<T, Error, T, K>, first?: T) {
  const client = useQueryClient()
  const [seeded, setSeeded] = useState<T>()
  if (first !== undefined && first !== seeded) {
    setSeeded(() => first)
    client.setQueryData<T>(options.queryKey, first)
  }
  const { data, error, status, isFetching, refetch } = useQuery(options)
  const [problem, setProblem] = useState<Error | null>(null)
  if (status !== 'pending' && error !== problem) setProblem(error)
  return { data, problem: status === 'pending' ? problem : error, isFetching, refetch }
}
