import { randomUUID } from 'node:crypto'
import { LatchkeyError } from '@/lib/domain/errors'
import { log } from '@/lib/log'

/** What people are told of an error, and the id by which the log can be searched. */
export interface ToldProblem {
  error: LatchkeyError
  requestId: string
}

/**
 * Turns whatever was thrown into what people may be told. Errors of ours pass as they are; any other is
 * logged under a request id and told as `internal`.
 * @param where the action or route, for the log
 */
export function toldProblem(thrown: unknown, where: string): ToldProblem {
  const requestId = randomUUID()
  if (thrown instanceof LatchkeyError && thrown.code !== 'internal') return { error: thrown, requestId }
  log.error({ requestId, where, problem: describe(thrown) }, 'a request failed')
  const fix = `Try again. If it happens again, tell support the request id ${requestId}.`
  return { error: new LatchkeyError('internal', { fix, cause: thrown }), requestId }
}

const describe = (thrown: unknown) => (thrown instanceof Error ? thrown.stack : typeof thrown)
