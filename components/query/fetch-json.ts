import type { z } from 'zod'
import { ERROR_KINDS } from '@/lib/domain/errors'

/** What a route of ours answered instead of data: stable code, cause, next step. */
export class QueryProblem extends Error {
  readonly code: string
  readonly fix: string
  readonly status: number
  readonly requestId: string | null

  constructor(told: { code: string; message: string; fix: string; status: number; requestId?: string }) {
    super(told.message)
    this.name = 'QueryProblem'
    this.code = told.code
    this.fix = told.fix
    this.status = told.status
    this.requestId = told.requestId ?? null
  }
}

/**
 * Gets JSON from a route of ours and parses it.
 * @param loadSchema imports the answer's schema: schemas and their library come with the first answer, not with
 *   the page, whose first state the server has rendered
 * @param signal of the query, so that an answer nobody waits for is given up
 * @throws QueryProblem with the route's own code, or `service_unavailable` when no answer came
 */
export async function fetchJson<S extends z.ZodType>(
  url: string,
  loadSchema: () => Promise<S>,
  signal?: AbortSignal,
): Promise<z.output<S>> {
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } }).catch(
    (cause: unknown) => {
      if (signal?.aborted) throw cause
      throw new QueryProblem(NO_ANSWER)
    },
  )
  const body: unknown = await response.json().catch(() => null) // a body that is no JSON matches no schema
  if (response.ok) return (await loadSchema()).parse(body)
  throw new QueryProblem(problemIn(body, response.status))
}

/** What a problem's body tells. Read by hand: to learn that data is closed, nothing more must have to be loaded. */
function problemIn(body: unknown, status: number) {
  const told = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const { code, detail, fix, requestId } = told
  if (typeof code !== 'string' || typeof detail !== 'string' || typeof fix !== 'string') {
    return { ...ERROR_KINDS.internal, code: 'internal', status }
  }
  return {
    code,
    message: detail,
    fix,
    status,
    requestId: typeof requestId === 'string' ? requestId : undefined,
  }
}

const NO_ANSWER = {
  code: 'service_unavailable',
  status: 503,
  message: 'Latchkey does not answer.',
  fix: 'Check the network. This page goes on trying by itself.',
}
