import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** Who asked for a consent: an admin in their session, or whoever was handed the steps. */
export type ConsentAsker = { sessionHash: Uint8Array } | { handoffId: string }

/** What came back with an admin who consented, checked to be ours and in time. */
export interface ConsentState {
  organizationId: string
  /** null: it was asked for in a session */
  handoffId: string | null
  /** whether it was asked for in this very session */
  isOfSession(sessionHash: Uint8Array): boolean
}

/** Time to consent, and to have somebody else do it. */
const LIFE_S = 24 * 60 * 60
const PURPOSE = 'latchkey/azure-consent/v1'
const BY_SESSION = 0
const BY_HANDOFF = 1
/** When it ends, the organization, who asked; then the MAC over all of it. */
const BODY_BYTES = 4 + 16 + 1 + 16
const MAC_BYTES = 32

/**
 * The `state` that goes to Entra with an admin and comes back: nobody else can make one, and it names neither a
 * session nor anything secret. 92 characters of base64url.
 * @param secret the one that signs sessions; a key for this purpose is derived from it
 */
export function makeConsentState(
  secret: string,
  organizationId: string,
  asker: ConsentAsker,
  now: Date,
): string {
  const key = keyFrom(secret)
  const body = Buffer.alloc(BODY_BYTES)
  body.writeUInt32BE(Math.floor(now.getTime() / 1000) + LIFE_S)
  uuidBytes(organizationId).copy(body, 4)
  const byHandoff = 'handoffId' in asker
  body.writeUInt8(byHandoff ? BY_HANDOFF : BY_SESSION, 20)
  const by = byHandoff ? uuidBytes(asker.handoffId) : sessionTag(key, asker.sessionHash)
  by.copy(body, 21)
  return Buffer.concat([body, mac(key, body)]).toString('base64url')
}

/** Reads a state that came back; null when it is not ours, was altered or came too late. */
export function readConsentState(secret: string, text: string, now: Date): ConsentState | null {
  const key = keyFrom(secret)
  const bytes = /^[\w-]{92}$/.test(text) ? Buffer.from(text, 'base64url') : Buffer.alloc(0)
  if (bytes.length !== BODY_BYTES + MAC_BYTES) return null
  const body = bytes.subarray(0, BODY_BYTES)
  if (!timingSafeEqual(bytes.subarray(BODY_BYTES), mac(key, body))) return null
  if (body.readUInt32BE() * 1000 <= now.getTime()) return null
  const by = body.subarray(21)
  const byHandoff = body.readUInt8(20) === BY_HANDOFF
  return {
    organizationId: uuidOf(body.subarray(4, 20)),
    handoffId: byHandoff ? uuidOf(by) : null,
    isOfSession: (sessionHash) => !byHandoff && timingSafeEqual(by, sessionTag(key, sessionHash)),
  }
}

const keyFrom = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, 32))
const mac = (key: Buffer, body: Uint8Array) => createHmac('sha256', key).update(body).digest()
/** A session's hash names it to the database, so that it must not travel; this says nothing to anybody else. */
const sessionTag = (key: Buffer, hash: Uint8Array) =>
  createHmac('sha256', key).update('session').update(hash).digest().subarray(0, 16)

const uuidBytes = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')
const uuidOf = (bytes: Buffer) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
