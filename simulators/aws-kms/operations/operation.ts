import { z } from 'zod'
import type { Call } from '../call'
import { KmsError, serialization, validation } from '../errors'

export interface Operation {
  /** Changes nothing that a restart must keep. */
  readonly readOnly: boolean
  /** @throws KmsError as KMS would answer */
  run(call: Call, body: unknown): object
}

/** An operation of the API: the shape of its request, and what it does. */
export function operation<Schema extends z.ZodType>(
  schema: Schema,
  run: (call: Call, input: z.output<Schema>) => object,
  { readOnly = true }: { readOnly?: boolean } = {},
): Operation {
  return {
    readOnly,
    run(call, body) {
      const parsed = schema.safeParse(body)
      if (!parsed.success) throw wrongShape(parsed.error)
      return run(call, parsed.data)
    },
  }
}

/** An issue's message that starts so is a type error on the wire, not a broken constraint. */
const TYPE_ERROR = 'SerializationException: '

function wrongShape(error: z.ZodError): KmsError {
  const wrongType = error.issues.find(({ message }) => message.startsWith(TYPE_ERROR))
  if (wrongType) return serialization(wrongType.message.slice(TYPE_ERROR.length))
  if (error.issues.some(({ path }) => path[0] === 'GrantTokens')) {
    return new KmsError('InvalidGrantTokenException', 'No grant token is valid: grants are not simulated.')
  }
  const constraints = error.issues.map((issue) => {
    const name = String(issue.path[0] ?? 'input')
    const member = name.charAt(0).toLowerCase() + name.slice(1)
    return `Value at '${member}' failed to satisfy constraint: ${issue.message}`
  })
  const noun = constraints.length === 1 ? 'error' : 'errors'
  return validation(`${constraints.length} validation ${noun} detected: ${constraints.join('; ')}`)
}

const typeOrNull = (type: string) => (issue: { input?: unknown }) =>
  issue.input === undefined || issue.input === null
    ? 'Member must not be null'
    : `${TYPE_ERROR}a value is not of type ${type}`

const lengthMessages = (minimum: number, maximum: number) =>
  [
    [minimum, `Member must have length greater than or equal to ${minimum}`],
    [maximum, `Member must have length less than or equal to ${maximum}`],
  ] as const

/** A string member of bounded length. */
export function text(minimum: number, maximum: number) {
  const [[, tooShort], [, tooLong]] = lengthMessages(minimum, maximum)
  return z
    .string({ error: typeOrNull('String') })
    .min(minimum, tooShort)
    .max(maximum, tooLong)
}

/** A blob member: base64 on the wire, bytes inside; its length is counted in bytes. */
export function blob(minimum: number, maximum: number) {
  const [[, tooShort], [, tooLong]] = lengthMessages(minimum, maximum)
  return z
    .string({ error: typeOrNull('Blob') })
    .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, {
      error: `${TYPE_ERROR}a value is not valid base64`,
      abort: true,
    })
    .transform((value) => Buffer.from(value, 'base64'))
    .refine((value) => value.length >= minimum, tooShort)
    .refine((value) => value.length <= maximum, tooLong)
}

export const flag = z.boolean({ error: typeOrNull('Boolean') }).optional()

export function integer(minimum: number, maximum: number) {
  return z
    .int({ error: typeOrNull('Integer') })
    .min(minimum, `Member must have value greater than or equal to ${minimum}`)
    .max(maximum, `Member must have value less than or equal to ${maximum}`)
}

export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `Member must satisfy enum value set: [${values.join(', ')}]` })
}

const CONTEXT_BYTES_MAX = 8192

/** The encryption context: pairs of strings, bounded as a whole. */
export const encryptionContext = z
  .record(z.string(), z.string({ error: typeOrNull('String') }), { error: typeOrNull('Map') })
  .refine((pairs) => Buffer.byteLength(JSON.stringify(pairs)) <= CONTEXT_BYTES_MAX, {
    error: `Map must have at most ${CONTEXT_BYTES_MAX} bytes`,
  })
  .optional()

export const keyId = text(1, 2048)

/** Grants are not simulated, so that every grant token is unknown. */
export const grantTokens = z.array(z.string()).max(0).optional()
