import * as api from '@/lib/domain/api'
import { API_PATHS } from '@/lib/domain/api'
import { ERROR_KINDS, type ErrorCode, LatchkeyError } from '@/lib/domain/errors'
import { toProblem } from '@/lib/domain/problem'
import { EXAMPLES } from './examples'
import { COMMON_CODES, OPERATIONS, type Operation } from './operations'
import { componentSchemas, refTo } from './schemas'

const DESCRIPTION = `The way in for the vendor's own services: encrypt and decrypt values, batches and objects.

Bytes are base64url without padding. Every answer carries X-Request-Id. Every failure is problem details (RFC 9457)
whose \`code\` is stable; Retry-After says when asking again may help. All operations are safe to repeat.
Bodies are at most 2 MiB for one value and 8 MiB for a batch; a request has 30 s to arrive and is answered within 30 s.`

const REQUEST_ID = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } }
const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }

let built: object | undefined

/** The description of the API (OpenAPI 3.1), made from the schemas that validate its requests. */
export function openApi(): object {
  built ??= {
    openapi: '3.1.1',
    info: {
      title: 'Latchkey encryption service',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'Where this description is served' }],
    security: [{ token: [] }],
    paths: Object.fromEntries(OPERATIONS.map((operation) => [API_PATHS[operation.id], pathItem(operation)])),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token begins with lk_. An organization admin or the platform’s operator makes it on a page.',
        },
      },
      headers: {
        RequestId: { description: 'By which the service’s log can be searched', schema: { type: 'string' } },
        RetryAfter: { description: 'Seconds after which asking again may help', schema: { type: 'integer' } },
      },
      responses: Object.fromEntries(
        [...byStatus(COMMON_CODES)].map(([status, codes]) => [responseName(status), failure(codes)]),
      ),
      schemas: componentSchemas(),
    },
  }
  return built
}

function pathItem({ id, summary, description, request, response, codes }: Operation) {
  const json = (schema: Parameters<typeof refTo>[0], example: unknown) => ({
    'application/json': { schema: refTo(schema), example },
  })
  return {
    post: {
      operationId: id,
      summary,
      description,
      requestBody: { required: true, content: json(request, EXAMPLES[id].request) },
      responses: {
        200: { description: 'Done', headers: REQUEST_ID, content: json(response, EXAMPLES[id].response) },
        ...failures(codes),
      },
    },
  }
}

/** The answers to what goes wrong, by status: those of every request, and where the operation adds a code its own. */
function failures(codes: ErrorCode[]) {
  const common = [...byStatus(COMMON_CODES).keys()].map((status) => [status, { $ref: responseRef(status) }])
  const own = [...byStatus([...COMMON_CODES, ...codes])].filter(([, all]) =>
    all.some((code) => codes.includes(code)),
  )
  return {
    ...Object.fromEntries(common),
    ...Object.fromEntries(own.map(([status, all]) => [status, failure(all)])),
  }
}

const responseName = (status: number) => `Status${status}`
const responseRef = (status: number) => `#/components/responses/${responseName(status)}`

function byStatus(codes: ErrorCode[]): Map<number, ErrorCode[]> {
  const found = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const { status } = ERROR_KINDS[code]
    found.set(status, [...(found.get(status) ?? []), code])
  }
  return found
}

function failure(codes: ErrorCode[]) {
  const errors = codes.map((code) => new LatchkeyError(code))
  const mayRetry = errors.some(({ retryAfterS }) => retryAfterS !== undefined)
  const examples = errors.map((error) => [error.code, { value: toProblem(error, EXAMPLE_REQUEST_ID) }])
  return {
    description: codes.map((code) => `\`${code}\`: ${ERROR_KINDS[code].message}`).join('\n\n'),
    headers: { ...REQUEST_ID, ...(mayRetry && RETRY_AFTER) },
    content: {
      'application/problem+json': { schema: refTo(api.problem), examples: Object.fromEntries(examples) },
    },
  }
}

const EXAMPLE_REQUEST_ID = '0b6f2a5e-7b8c-4d0e-9f10-2c3d4e5f6071'
