import type { FastifyInstance, FastifyRequest } from 'fastify'
import { API_PATHS } from '@/lib/domain/api'
import { LatchkeyError } from '@/lib/domain/errors'
import { opaqueId } from '@/lib/domain/ids'
import { wantedToken } from '@/lib/domain/service-tokens'
import type { Store } from '@/lib/store/open'
import { issueToken } from '../tokens/issue'
import { revokeToken } from '../tokens/revoke'
import type { Caller } from './authenticate'
import { parseBody } from './parse-body'

/** Making and revoking tokens: asked by web, on behalf of a person whose session and role are read here. */
export function registerTokenRoutes(
  app: FastifyInstance,
  store: Store,
  callerOf: (request: FastifyRequest) => Caller,
) {
  app.post(API_PATHS.tokens, async (request, reply) => {
    const person = personBehind(callerOf(request))
    const wanted = parseBody(wantedToken, request.body)
    const token = await issueToken(store, person, wanted, new Date())
    return reply.status(201).send({ token })
  })

  app.delete<{ Params: { id: string } }>(`${API_PATHS.tokens}/:id`, async (request, reply) => {
    const person = personBehind(callerOf(request))
    const id = opaqueId.safeParse(request.params.id)
    if (!id.success) throw new LatchkeyError('not_found')
    await revokeToken(store, person, id.data, new Date())
    return reply.status(204).send()
  })
}

/** A program by itself makes no tokens: one that leaked would live on in others. @throws LatchkeyError forbidden */
function personBehind({ person }: Caller) {
  if (person) return person
  throw new LatchkeyError('forbidden', {
    message: 'Tokens are made by people, on the page Tokens.',
    fix: 'Sign in there as an admin.',
  })
}
