import 'server-only'
import type { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { parseInput } from '@/lib/domain/form-input'
import { toProblem } from '@/lib/domain/problem'
import type { Context } from '@/lib/use-cases/context'
import { toldProblem } from '@/lib/use-cases/told-problem'
import { webContext } from '@/lib/use-cases/web-context'

type Parameters = Record<string, string | string[]>

/**
 * Makes a GET route handler: reads the session, parses route and search parameters, calls the use case and
 * answers JSON that nobody keeps. Errors are problem details (RFC 9457) with our code and a request id.
 * @param schema of the search parameters and the route's own, which win
 */
export function queryRoute<S extends z.ZodType, T>(
  schema: S,
  verb: (context: Context, input: z.output<S>) => Promise<T>,
) {
  return async (request: Request, route: { params: Promise<Parameters | undefined> }): Promise<Response> => {
    try {
      const context = await webContext()
      const input = readParameters(schema, request, (await route.params) ?? {})
      return Response.json(await verb(context, input), { headers: NOT_KEPT })
    } catch (thrown) {
      return problemResponse(thrown, verb.name)
    }
  }
}

const NOT_KEPT = { 'cache-control': 'no-store' }

function readParameters<S extends z.ZodType>(schema: S, request: Request, params: Parameters) {
  const search = Object.fromEntries(new URL(request.url).searchParams)
  const parsed = parseInput(schema, { ...search, ...params })
  if (parsed.ok) return parsed.input
  // A malformed id in the path looks the same as one that doesn't exist.
  if (Object.keys(parsed.fields).some((name) => name in params)) throw new LatchkeyError('not_found')
  throw new LatchkeyError('invalid_input', { fields: parsed.fields })
}

function problemResponse(thrown: unknown, where: string): Response {
  const { error, requestId } = toldProblem(thrown, where)
  return Response.json(toProblem(error, requestId), {
    status: error.status,
    headers: { ...NOT_KEPT, 'content-type': 'application/problem+json' },
  })
}
