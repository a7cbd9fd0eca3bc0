import { expect } from 'vitest'
import { toleranceOf } from '@/lib/domain/kms-outcome'
import { failureOf, type Ground, hex, outcomeOf } from './ground'

/** So many places of a wrap get a bit flipped, each byte's bits in turn. */
const FLIPS = 48

/** Ids that no KMS gave out, as somebody might put into the database who can write there. */
const FOREIGN_MATERIALS = [
  '',
  'no-such-material',
  '0'.repeat(64),
  '../../keys/other',
  'https://127.0.0.1:1/keys/x/0123456789abcdef0123456789abcdef',
  'https://vault.example.com/keys/x/0123456789abcdef0123456789abcdef',
  'x'.repeat(5_000),
  '\u0000',
]

export function tampering(ground: Ground): void {
  ground.case('a wrap that was cut short', [], async () => {
    const { wrap, unwrap } = await ground.wrapped()
    const { length } = wrap.wrapped
    for (const end of [1, 2, 12, 16, length >> 1, length - 16, length - 1]) {
      const error = await failureOf(unwrap({ wrapped: wrap.wrapped.slice(0, end) }))
      expect(error.outcome, `${end} of ${length} bytes`).toBe('INTEGRITY')
    }
  })

  ground.case('a wrap without its beginning', [], async () => {
    const { wrap, unwrap } = await ground.wrapped()
    for (const start of [1, 16, wrap.wrapped.length - 1]) {
      expect((await failureOf(unwrap({ wrapped: wrap.wrapped.slice(start) }))).outcome).toBe('INTEGRITY')
    }
  })

  ground.case('a wrap with something before or after it', [], async () => {
    const { wrap, unwrap } = await ground.wrapped()
    for (const wrapped of [
      Buffer.concat([wrap.wrapped, Buffer.of(0)]),
      Buffer.concat([wrap.wrapped, wrap.wrapped]),
      Buffer.concat([Buffer.of(0), wrap.wrapped]),
    ]) {
      expect((await failureOf(unwrap({ wrapped }))).outcome).toBe('INTEGRITY')
    }
  })

  ground.case('a wrap with one bit flipped, anywhere', [], async () => {
    const { wrap, unwrap } = await ground.wrapped()
    const places = Math.min(FLIPS, wrap.wrapped.length)
    for (let place = 0; place < places; place += 1) {
      const at = Math.floor((place * (wrap.wrapped.length - 1)) / (places - 1))
      const wrapped = Uint8Array.from(wrap.wrapped)
      wrapped[at] = (wrapped[at] ?? 0) ^ (1 << (place % 8))
      expect((await failureOf(unwrap({ wrapped }))).outcome, `byte ${at}`).toBe('INTEGRITY')
    }
  })

  ground.case('halves of two wraps put together', [], async () => {
    const { rootKey, context, share, wrap, unwrap } = await ground.wrapped()
    const other = await rootKey.wrap(share, context)
    const half = wrap.wrapped.length >> 1
    const wrapped = Buffer.concat([wrap.wrapped.slice(0, half), other.wrapped.slice(half)])
    expect((await failureOf(unwrap({ wrapped }))).outcome).toBe('INTEGRITY')
  })

  ground.case('no bytes, zeros, or far too many', [], async () => {
    const { unwrap, wrap } = await ground.wrapped()
    for (const length of [0, wrap.wrapped.length, 100_000, 2_000_000]) {
      expect((await failureOf(unwrap({ wrapped: new Uint8Array(length) }))).outcome).toBe('INTEGRITY')
    }
  })

  ground.case('and what can’t be a wrap is not even sent', ['keep a log'], async () => {
    const { keyId, unwrap } = await ground.wrapped()
    const before = (await ground.subject.calls(keyId)).length
    for (const length of [0, 100_000]) await failureOf(unwrap({ wrapped: new Uint8Array(length) }))
    expect(await ground.callsSince(keyId, before)).toEqual([])
  })

  ground.case('a material that is not its own opens nothing else, and leads nowhere else', [], async () => {
    const { share, wrap, unwrap } = await ground.wrapped()
    for (const keyMaterialId of FOREIGN_MATERIALS) {
      const ended = await unwrap({ keyMaterialId }).catch(() => null)
      // A provider that finds the material by itself may open it, and then says which it truly was.
      if (ended !== null) {
        expect(hex(ended.share)).toBe(hex(share))
        expect(ended.keyMaterialId).toBe(wrap.keyMaterialId)
        continue
      }
      const { outcome } = await failureOf(unwrap({ keyMaterialId }))
      expect(toleranceOf(outcome), `${outcome} for ${keyMaterialId.slice(0, 80)}`).toBe('stop')
    }
  })

  ground.case('a wrap whose material is not said opens rightly or not at all', [], async () => {
    const { share, wrap, rootKey, context } = await ground.wrapped()
    const nameless = { wrapped: wrap.wrapped, keyMaterialId: null }
    const outcome = await outcomeOf(rootKey.unwrap(nameless, context))
    expect(['OK', 'INTEGRITY']).toContain(outcome)
    if (outcome === 'OK') expect(hex((await rootKey.unwrap(nameless, context)).share)).toBe(hex(share))
  })

  ground.case('and after all of it the true one still opens', [], async () => {
    const { share, wrap, unwrap } = await ground.wrapped()
    await failureOf(unwrap({ wrapped: wrap.wrapped.slice(1) }))
    expect(hex((await unwrap()).share)).toBe(hex(share))
  })
}
