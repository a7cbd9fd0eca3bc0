import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

const claimsSchema = z.object({
  aud: z.string(),
  iss: z.string(),
  tid: z.string(),
  appid: z.string(),
  oid: z.string(),
  iat: z.number(),
  exp: z.number(),
})
/** Who a caller is, as the directory vouched for them. */
export type Claims = z.infer<typeof claimsSchema>

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const signatureOf = (text: string, secret: Buffer): Buffer =>
  createHmac('sha256', secret).update(text).digest()

/** A token in the form of Azure's; only this simulator believes it. */
export function issueToken(claims: Claims, secret: Buffer): string {
  const text = `${encoded({ typ: 'JWT', alg: 'HS256' })}.${encoded(claims)}`
  return `${text}.${signatureOf(text, secret).toString('base64url')}`
}

/** The claims of a token of this simulator's, whether still good or not; null for any other text. */
export function readToken(token: string, secret: Buffer): Claims | null {
  const [header = '', body = '', signature = ''] = token.split('.')
  const wanted = signatureOf(`${header}.${body}`, secret)
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null
  return claimsSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
}
