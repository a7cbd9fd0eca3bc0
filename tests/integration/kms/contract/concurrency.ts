import { expect } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { type Ground, hex, outcomeOf } from './ground'

const CALLERS = 64

export function concurrency(ground: Ground): void {
  ground.case(`${CALLERS} wraps at once, each opened again by its own caller`, [], async () => {
    const keyId = await ground.subject.createKey()
    const rootKey = await ground.rootKey(keyId)
    const shares = Array.from({ length: CALLERS }, () => randomKey())
    const opened = await Promise.all(
      shares.map(async (share) => {
        const context = ground.context()
        return (await rootKey.unwrap(await rootKey.wrap(share, context), context)).share
      }),
    )
    expect(opened.map(hex)).toEqual(shares.map(hex))
  })

  ground.case(`${CALLERS} callers of one wrap each get bytes of their own`, [], async () => {
    const { share, unwrap } = await ground.wrapped()
    const opened = await Promise.all(Array.from({ length: CALLERS }, () => unwrap()))
    expect(new Set(opened.map((one) => one.share.buffer)).size).toBe(CALLERS)
    opened[0]?.share.fill(0)
    for (const one of opened.slice(1)) expect(hex(one.share)).toBe(hex(share))
  })

  ground.case('good and bad calls side by side each get their own answer', [], async () => {
    const { share, wrap, unwrap } = await ground.wrapped()
    const torn = wrap.wrapped.slice(1)
    const calls = Array.from({ length: CALLERS / 2 }, (_, index) =>
      index % 2 === 0 ? unwrap().then((one) => hex(one.share)) : outcomeOf(unwrap({ wrapped: torn })),
    )
    const answers = await Promise.all(calls)
    for (const [index, answer] of answers.entries()) {
      expect(answer).toBe(index % 2 === 0 ? hex(share) : 'INTEGRITY')
    }
  })

  ground.case('one caller’s abort ends no other’s call', [], async () => {
    const { rootKey, wrap, context, share } = await ground.wrapped()
    const controller = new AbortController()
    const calls = Array.from({ length: 8 }, (_, index) =>
      rootKey.unwrap(wrap, context, index === 0 ? controller.signal : undefined),
    )
    controller.abort(new Error('gone home'))
    const [aborted, ...others] = await Promise.allSettled(calls)
    expect(aborted?.status).toBe('rejected')
    for (const one of others) {
      if (one.status !== 'fulfilled') throw one.reason
      expect(hex(one.value.share)).toBe(hex(share))
    }
  })

  ground.case('many keys on one connection don’t mix', [], async () => {
    const keys = await Promise.all(Array.from({ length: 6 }, () => ground.wrapped()))
    const opened = await Promise.all(keys.map(({ unwrap }) => unwrap()))
    expect(opened.map((one) => hex(one.share))).toEqual(keys.map(({ share }) => hex(share)))
  })
}
