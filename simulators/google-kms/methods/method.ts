import { z } from 'zod'
import type { Call } from '../call'
import { StatusError } from '../errors'

/** One method of the service. */
export interface Method {
  /** Google's name of it, such as `Encrypt`. */
  name: string
  /** Whether it changes nothing that has to be saved. */
  readOnly: boolean
  /** Which field of a request holds the resource's name. */
  names: (request: unknown) => string
  run(call: Call, request: unknown): object
}

/** A method from the schema of its request and what it does. */
export function method<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  run: (call: Call, request: z.output<Schema>) => object,
  { readOnly = false } = {},
): Method {
  return {
    name,
    readOnly,
    names: (request) => anyRequest.parse(request),
    run: (call, request) => run(call, parse(schema, request)),
  }
}

const field = z.string().min(1).optional().catch(undefined)
/** The resource that a request is about, before it is validated: what faults are limited to. */
const anyRequest = z
  .object({
    name: field,
    parent: field,
    resource: field,
    cryptoKey: z.object({ name: field }).optional().catch(undefined),
    cryptoKeyVersion: z.object({ name: field }).optional().catch(undefined),
  })
  .transform(
    ({ name, parent, resource, cryptoKey, cryptoKeyVersion }) =>
      name ?? parent ?? resource ?? cryptoKey?.name ?? cryptoKeyVersion?.name ?? '',
  )

function parse<Schema extends z.ZodType>(schema: Schema, request: unknown): z.output<Schema> {
  const parsed = schema.safeParse(request)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new StatusError(3, `Invalid value at '${issue?.path.join('.')}': ${issue?.message}.`)
}

export const bytes = z.instanceof(Uint8Array).transform((value) => Buffer.from(value))
/** An optional checksum of the request. */
export const checksum = z
  .object({ value: z.coerce.number() })
  .nullish()
  .transform((given) => given?.value ?? null)
const seconds = z.coerce.number()
export const instant = z
  .object({ seconds, nanos: z.number().default(0) })
  .nullish()
  .transform((time) => (time ? time.seconds * 1000 + Math.floor(time.nanos / 1e6) : null))
export const duration = z
  .object({ seconds })
  .nullish()
  .transform((span) => (span ? span.seconds * 1000 : null))
export const paths = z.object({ paths: z.array(z.string()) }).transform((mask) => mask.paths)
/** A field that this simulator does not have; asking for it is refused instead of forgotten. */
export const unsupported = z.literal('', { error: 'is not supported by this simulator' }).optional()
