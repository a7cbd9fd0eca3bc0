import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isRegion } from './arns'
import type { Caller } from './call'
import { invalidSignature, KmsError } from './errors'

const SKEW_MS = 5 * 60_000
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/

interface Verification {
  service: 'kms' | 'sts'
  /** Whose an access key is. @throws KmsError for one that is unknown or has ended */
  credentialsOf(
    accessKeyId: string,
    sessionToken: string | undefined,
  ): { caller: Caller; secretAccessKey: string }
  /** The real time, which the signature's may differ from by five minutes. */
  nowMs: number
}

interface Authorization {
  accessKeyId: string
  date: string
  region: string
  service: string
  signedHeaders: string[]
  signature: Buffer
}

/**
 * Verifies a request's AWS Signature Version 4 and tells who signed it, for which region.
 * Source: AWS, "Create a signed AWS API request".
 * @throws KmsError MissingAuthenticationToken, IncompleteSignature, UnrecognizedClient or
 * InvalidSignatureException
 */
export function verifySignature(
  request: IncomingMessage,
  body: Buffer,
  { service, credentialsOf, nowMs }: Verification,
): { caller: Caller; region: string } {
  const authorization = parseAuthorization(request.headers.authorization)
  const timestamp = parseTimestamp(request.headers['x-amz-date'])
  assertScope(authorization, timestamp, service)
  assertEverythingSigned(request, authorization.signedHeaders)
  const token = request.headers['x-amz-security-token']
  const { caller, secretAccessKey } = credentialsOf(authorization.accessKeyId, token?.toString())
  const expected = sign(secretAccessKey, authorization, timestamp, canonical(request, body, authorization))
  const claimedHash = request.headers['x-amz-content-sha256']
  const hashAgrees = claimedHash === undefined || claimedHash === sha256(body)
  if (!timingSafeEqual(expected, authorization.signature) || !hashAgrees) throw mismatch()
  assertFresh(timestamp, nowMs)
  return { caller, region: authorization.region }
}

const mismatch = () =>
  invalidSignature(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  )

function parseAuthorization(header: string | undefined): Authorization {
  if (header === undefined) {
    throw new KmsError('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  const match = AUTHORIZATION.exec(header)
  if (!match) {
    throw new KmsError(
      'IncompleteSignatureException',
      'Authorization header requires Credential, SignedHeaders and Signature parameters of AWS4-HMAC-SHA256.',
    )
  }
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] = match
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: signedHeaders.split(';'),
    signature: Buffer.from(signature, 'hex'),
  }
}

function parseTimestamp(header: string | string[] | undefined): string {
  if (typeof header === 'string' && /^\d{8}T\d{6}Z$/.test(header)) return header
  throw new KmsError(
    'IncompleteSignatureException',
    "Authorization header requires existence of an 'X-Amz-Date' header.",
  )
}

function assertScope({ date, region, service }: Authorization, timestamp: string, wanted: string): void {
  if (service !== wanted) {
    throw invalidSignature(`Credential should be scoped to correct service: '${wanted}'.`)
  }
  if (!isRegion(region)) throw invalidSignature('Credential should be scoped to a valid region.')
  if (!timestamp.startsWith(date)) {
    throw invalidSignature(
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.',
    )
  }
}

/** The host, and every x-amz- header that came along, must be under the signature. */
function assertEverythingSigned(request: IncomingMessage, signed: string[]): void {
  const needed = ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))]
  const missing = needed.find((name) => !signed.includes(name))
  if (missing !== undefined) {
    throw invalidSignature(`'${missing}' must be a 'SignedHeader' in the AWS Authorization.`)
  }
}

function assertFresh(timestamp: string, nowMs: number): void {
  const signedMs = Date.parse(timestamp.replace(/^(.{4})(.{2})(.{5})(.{2})(.{2}Z)$/, '$1-$2-$3:$4:$5'))
  const now = compact(nowMs)
  if (!(signedMs >= nowMs - SKEW_MS)) {
    const limit = compact(nowMs - SKEW_MS)
    throw invalidSignature(`Signature expired: ${timestamp} is now earlier than ${limit} (${now} - 5 min.)`)
  }
  if (signedMs > nowMs + SKEW_MS) {
    const limit = compact(nowMs + SKEW_MS)
    throw invalidSignature(
      `Signature not yet current: ${timestamp} is still later than ${limit} (${now} + 5 min.)`,
    )
  }
}

const compact = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')

/** Only `POST /` without a query reaches this, so path and query are constant. */
function canonical(request: IncomingMessage, body: Buffer, { signedHeaders }: Authorization): string {
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request, name)}\n`)
  return ['POST', '/', '', headers.join(''), signedHeaders.join(';'), sha256(body)].join('\n')
}

function headerValue(request: IncomingMessage, name: string): string {
  const values: string[] = []
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]?.toLowerCase() !== name) continue
    values.push((request.rawHeaders[index + 1] ?? '').trim().replace(/ +/g, ' '))
  }
  return values.join(',')
}

function sign(secret: string, scope: Authorization, timestamp: string, request: string): Buffer {
  const steps = [scope.date, scope.region, scope.service, 'aws4_request']
  const key = steps.reduce((parent: string | Buffer, step) => hmac(parent, step), `AWS4${secret}`)
  const toSign = ['AWS4-HMAC-SHA256', timestamp, steps.join('/'), sha256(request)].join('\n')
  return hmac(key, toSign)
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()
