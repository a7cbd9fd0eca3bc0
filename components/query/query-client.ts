import { type Query, QueryCache, QueryClient } from '@tanstack/react-query'
import { QueryProblem } from './fetch-json'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: QueryProblem | Error
  }
}

/** Answers that say: this data is closed. What the browser still holds of it has to go. */
const CLOSING_CODES = [
  'key_denied',
  'key_unreachable',
  'platform_key_unavailable',
  'not_signed_in',
  'forbidden',
]

/**
 * The browser's cache of answers. A key's first element names the resource; when an answer says that the
 * resource is closed, everything kept under that name is dropped, whatever page or filter it belongs to.
 */
export function makeQueryClient(): QueryClient {
  const queryCache = new QueryCache({
    onError(error, query) {
      if (!(error instanceof QueryProblem) || !CLOSING_CODES.includes(error.code)) return
      drop(queryCache, query)
      // A session that was ended elsewhere leaves nothing on the screen either.
      if (error.code === 'not_signed_in') globalThis.location?.assign('/')
    },
  })
  return new QueryClient({
    queryCache,
    defaultOptions: { queries: { staleTime: 2_000, gcTime: 60_000, retry: shouldRetry } },
  })
}

function drop(cache: QueryCache, closed: Query<unknown, unknown, unknown>) {
  for (const query of cache.findAll({ queryKey: closed.queryKey.slice(0, 1) })) {
    if (query !== closed && query.getObserversCount() === 0) cache.remove(query)
    else query.setState({ data: undefined, dataUpdatedAt: 0 })
  }
}

/** A typed answer stays what it is when asked again at once; only silence is worth a second try. */
function shouldRetry(failures: number, error: Error): boolean {
  return failures < 1 && error instanceof QueryProblem && error.code === 'service_unavailable'
}
