import { z } from 'zod'
import { KmsError, validation } from '../errors'

const named = z.string().optional()
const querySchema = z.object({
  Action: z.string().default(''),
  Version: z.literal('2011-06-15').default('2011-06-15'),
  RoleArn: named,
  RoleSessionName: named,
  DurationSeconds: named,
  ExternalId: named,
})
/** A request of the query protocol: the fields of a form. */
export type StsQuery = z.output<typeof querySchema>

/**
 * Parses the form of a request.
 * @throws KmsError for a parameter that this simulator would have to ignore, such as a session policy
 */
export function parseQuery(body: Buffer): StsQuery {
  const fields = Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  const parsed = querySchema.safeParse(fields)
  if (!parsed.success) throw validation('The request is not one of version 2011-06-15.')
  const unknown = Object.keys(fields).find((name) => !(name in querySchema.shape))
  if (unknown !== undefined) {
    throw new KmsError('ValidationException', `${unknown} is not part of this simulator.`)
  }
  return parsed.data
}

/** STS's names for what KMS calls otherwise, with their HTTP status. */
const STS_ERRORS: ReadonlyMap<string, readonly [code: string, status: number]> = new Map([
  ['AccessDeniedException', ['AccessDenied', 403]],
  ['UnrecognizedClientException', ['InvalidClientTokenId', 403]],
  ['ExpiredTokenException', ['ExpiredToken', 403]],
  ['InvalidSignatureException', ['SignatureDoesNotMatch', 403]],
  ['MissingAuthenticationTokenException', ['MissingAuthenticationToken', 403]],
  ['IncompleteSignatureException', ['IncompleteSignature', 400]],
  ['ThrottlingException', ['Throttling', 400]],
  ['KMSInternalException', ['InternalFailure', 500]],
  ['ValidationException', ['ValidationError', 400]],
  ['UnknownOperationException', ['InvalidAction', 400]],
])

export const stsError = ({ code, message, status }: KmsError): KmsError => {
  const [name, its] = STS_ERRORS.get(code) ?? [code, status]
  return new KmsError(name, message, its)
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

type Tree = { readonly [name: string]: string | Tree }

/** The answer to `action` in XML. */
export const answerXml = (action: string, result: Tree, requestId: string): string =>
  `<${action}Response xmlns="${NAMESPACE}">${xml({ [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } })}</${action}Response>`

/** A refusal in XML. */
export function errorXml({ code, message, status }: KmsError, requestId: string): string {
  const Type = status >= 500 ? 'Receiver' : 'Sender'
  const error = { Type, Code: code, Message: message }
  return `<ErrorResponse xmlns="${NAMESPACE}">${xml({ Error: error, RequestId: requestId })}</ErrorResponse>`
}

const xml = (tree: Tree): string =>
  Object.entries(tree)
    .map(([name, value]) => `<${name}>${typeof value === 'string' ? escaped(value) : xml(value)}</${name}>`)
    .join('')

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
