import { expect } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { type Ground, hex } from './ground'

const SHARES = 12
/** The longest true one, of RSA 4096 with a sealed share after it, has a third of this. */
const MAX_WRAP_BYTES = 2_048

export function roundTrip(ground: Ground): void {
  ground.case('many shares come back as they were', [], async () => {
    const keyId = await ground.subject.createKey()
    const rootKey = await ground.rootKey(keyId)
    const shares = [new Uint8Array(32), new Uint8Array(32).fill(255)]
    while (shares.length < SHARES) shares.push(randomKey())
    for (const share of shares) {
      const context = ground.context()
      const wrap = await rootKey.wrap(share, context)
      expect(hex((await rootKey.unwrap(wrap, context)).share)).toBe(hex(share))
    }
  })

  ground.case('platform shares and those of the checks before linking, too', [], async () => {
    const { rootKey } = await ground.wrapped()
    for (const purpose of ['platform-share', 'preflight'] as const) {
      const context = ground.context({ purpose })
      const share = randomKey()
      expect(hex((await rootKey.unwrap(await rootKey.wrap(share, context), context)).share)).toBe(hex(share))
    }
  })

  ground.case('a context in other scripts, long or with separators in it', [], async () => {
    const { rootKey } = await ground.wrapped()
    for (const scope of ['Žluťoučký kůň 🔑', 'x'.repeat(200), 'a:b=c/d|e,f"g\\h', '{}', ' ']) {
      const context = ground.context({ scope })
      const share = randomKey()
      expect(hex((await rootKey.unwrap(await rootKey.wrap(share, context), context)).share)).toBe(hex(share))
    }
  })

  ground.case('a wrap has its bytes to itself, within bounds, and says what wrapped it', [], async () => {
    const { keyId, wrap, share } = await ground.wrapped()
    expect(wrap.wrapped).toBeInstanceOf(Uint8Array)
    expect(wrap.wrapped.buffer.byteLength).toBe(wrap.wrapped.length)
    expect(wrap.wrapped.length).toBeGreaterThanOrEqual(share.length + 16)
    expect(wrap.wrapped.length).toBeLessThanOrEqual(MAX_WRAP_BYTES)
    expect(wrap.keyId).toBe(keyId)
    expect(hex(wrap.wrapped)).not.toContain(hex(share))
  })

  ground.case('a wrap names its material', ['name materials'], async () => {
    const { wrap, unwrap } = await ground.wrapped()
    expect(wrap.keyMaterialId).toMatch(/^[\w./:-]{1,300}$/)
    expect((await unwrap()).keyMaterialId).toBe(wrap.keyMaterialId)
  })

  ground.case('two wraps of one share in one context differ, and both open', [], async () => {
    const { rootKey, share, context, wrap, unwrap } = await ground.wrapped()
    const again = await rootKey.wrap(share, context)
    expect(hex(again.wrapped)).not.toBe(hex(wrap.wrapped))
    expect(hex((await unwrap({ wrapped: again.wrapped })).share)).toBe(hex(share))
    expect(hex((await unwrap()).share)).toBe(hex(share))
  })

  ground.case(
    'the share that is given stays as it is, and that which comes back is its own',
    [],
    async () => {
      const { rootKey, unwrap, share } = await ground.wrapped()
      const given = randomKey()
      const copy = hex(given)
      await rootKey.wrap(given, ground.context())
      expect(hex(given)).toBe(copy)
      const first = await unwrap()
      expect(first.share).toHaveLength(32)
      expect(first.share.buffer.byteLength).toBe(32)
      first.share.fill(0)
      expect(hex((await unwrap()).share)).toBe(hex(share))
    },
  )

  ground.case('what was stored opens by a connection made later', [], async () => {
    const { keyId, wrap, share, context } = await ground.wrapped()
    const later = await ground.connected(keyId)
    const stored = { wrapped: Uint8Array.from(wrap.wrapped), keyMaterialId: wrap.keyMaterialId }
    expect(hex((await later.unwrap(stored, context)).share)).toBe(hex(share))
  })

  ground.case('a share of another length is a mistake of the caller', [], async () => {
    const { rootKey } = await ground.wrapped()
    for (const length of [0, 16, 31, 33, 64]) {
      await expect(rootKey.wrap(new Uint8Array(length), ground.context())).rejects.toThrow(TypeError)
    }
  })

  ground.case('and calls nothing', ['keep a log'], async () => {
    const { keyId, rootKey } = await ground.wrapped()
    const before = (await ground.subject.calls(keyId)).length
    await expect(rootKey.wrap(new Uint8Array(31), ground.context())).rejects.toThrow(TypeError)
    expect(await ground.callsSince(keyId, before)).toEqual([])
  })

  ground.case('its id and provider stay what they are', [], async () => {
    const { keyId, rootKey } = await ground.wrapped()
    const { provider } = ground.subject
    expect(rootKey).toMatchObject({ id: keyId, provider })
    expect(await ground.connected(keyId)).toMatchObject({ id: keyId, provider })
  })

  ground.case('a connection that was closed can be closed again, and harms no other', [], async () => {
    const { keyId, wrap, context, unwrap, share } = await ground.wrapped()
    const closing = await ground.connect()
    await closing.rootKey(keyId).unwrap(wrap, context)
    await closing.close()
    await closing.close()
    expect(hex((await unwrap()).share)).toBe(hex(share))
  })
}
