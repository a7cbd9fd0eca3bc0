import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeConsentState, readConsentState } from '@/lib/auth/consent-state'

const SECRET = 'a secret of at least thirty-two characters'
const HOUR_MS = 3_600_000
const now = new Date()
const later = (ms: number) => new Date(now.getTime() + ms)

describe('the state of a consent', () => {
  const organization = randomUUID()
  const sessionHash = randomBytes(32)
  const state = makeConsentState(SECRET, organization, { sessionHash }, now)

  it('comes back as it went, for the session that asked and for no other', () => {
    const read = readConsentState(SECRET, state, later(HOUR_MS))
    expect(read).toMatchObject({ organizationId: organization, handoffId: null })
    expect(read?.isOfSession(sessionHash)).toBe(true)
    expect(read?.isOfSession(randomBytes(32))).toBe(false)
  })

  it('names the hand-off that asked, which is no session', () => {
    const handoffId = randomUUID()
    const read = readConsentState(SECRET, makeConsentState(SECRET, organization, { handoffId }, now), now)
    expect(read).toMatchObject({ organizationId: organization, handoffId })
    expect(read?.isOfSession(sessionHash)).toBe(false)
  })

  it('fits what Azure takes, and does not carry the session’s hash', () => {
    expect(state).toMatch(/^[\w-]{16,200}$/)
    expect(Buffer.from(state, 'base64url').includes(sessionHash.subarray(0, 8))).toBe(false)
  })

  it('ends after a day', () => {
    expect(readConsentState(SECRET, state, later(23 * HOUR_MS))).not.toBeNull()
    expect(readConsentState(SECRET, state, later(25 * HOUR_MS))).toBeNull()
  })

  it('is nobody’s once a single bit is changed', () => {
    const bytes = Buffer.from(state, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const altered = Buffer.from(bytes)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(readConsentState(SECRET, altered.toString('base64url'), now), `byte ${at}`).toBeNull()
    }
  })

  it.each(['', 'a', 'x'.repeat(92), 'x'.repeat(5000), '\u0000'.repeat(92), 'ä'.repeat(92)])(
    'refuses what is none (%#)',
    (text) => expect(readConsentState(SECRET, text, now)).toBeNull(),
  )

  it('is worth nothing under another secret', () => {
    expect(readConsentState(`${SECRET}!`, state, now)).toBeNull()
  })
})
