import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { makeId } from './roles'

const claimsSchema = z.object({
  accessKeyId: z.string(),
  roleArn: z.string(),
  sessionName: z.string(),
  /** Real time: credentials live by it, whatever the simulator's clock says. */
  issuedAtMs: z.number(),
  expiresAtMs: z.number(),
})
/** What a session token says; nobody but the simulator can make or change one. */
export type SessionClaims = z.infer<typeof claimsSchema>

export interface SessionCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
}

/** Temporary credentials, which need no memory: the token holds the claims, and the secret follows from the key. */
export class Sessions {
  readonly #key: Buffer

  constructor(
    key: string,
    /** Sessions that began before this have ended, whatever their token says. Real time in milliseconds. */
    public endedBeforeMs: number,
  ) {
    this.#key = Buffer.from(key, 'base64')
  }

  issue(claims: Omit<SessionClaims, 'accessKeyId'>): SessionCredentials {
    const accessKeyId = makeId('ASIA')
    const text = Buffer.from(JSON.stringify({ accessKeyId, ...claims }))
    const sessionToken = Buffer.concat([this.#mac('token', text), text]).toString('base64')
    return { accessKeyId, secretAccessKey: this.secretOf(accessKeyId), sessionToken }
  }

  secretOf(accessKeyId: string): string {
    return this.#mac('secret', Buffer.from(accessKeyId)).toString('base64').slice(0, 40)
  }

  /** The claims of a token for this access key; null when it is not one of ours. */
  open(accessKeyId: string, token: string): SessionClaims | null {
    const bytes = Buffer.from(token, 'base64')
    const [mac, text] = [bytes.subarray(0, 32), bytes.subarray(32)]
    if (mac.length !== 32 || !timingSafeEqual(mac, this.#mac('token', text))) return null
    const claims = claimsSchema.parse(JSON.parse(text.toString()))
    return claims.accessKeyId === accessKeyId ? claims : null
  }

  hasEnded({ issuedAtMs, expiresAtMs }: SessionClaims, nowMs: number): boolean {
    return expiresAtMs <= nowMs || issuedAtMs < this.endedBeforeMs
  }

  #mac(purpose: 'token' | 'secret', data: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(purpose).update(data).digest()
  }
}
