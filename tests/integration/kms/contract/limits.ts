import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { failureOf, type Ground, hex } from './ground'

const LIMIT_MS = 1_200
/** A busy machine may take its time, but not so much. */
const TIMES_THE_LIMIT = 3

export function limits(ground: Ground): void {
  const { subject } = ground

  for (const at of ['unwrap', 'wrap', 'describe'] as const) {
    ground.case(`a hanging ${at} ends within the limit of the whole`, ['timeout'], async () => {
      const { keyId, wrap, context } = await ground.wrapped()
      const limits = { attemptTimeoutMs: LIMIT_MS * 10, totalTimeoutMs: LIMIT_MS }
      const rootKey = await ground.connected(keyId, limits)
      await subject.setFault({ kind: 'timeout', keyId, at })
      const waits = {
        unwrap: () => rootKey.unwrap(wrap, context),
        wrap: () => rootKey.wrap(randomKey(), context),
        describe: () => rootKey.describe(),
      }
      // Told by a clock that runs beside it, since a busy machine slows both.
      const clock = sleep(LIMIT_MS * TIMES_THE_LIMIT).then(() => 'the clock')
      const call = failureOf(waits[at]()).then(({ outcome }) => outcome)
      expect(await Promise.race([call, clock])).toBe('UNREACHABLE')
    })
  }

  ground.case('attempts that hang share the limit of the whole', ['timeout'], async () => {
    const { keyId, wrap, context } = await ground.wrapped()
    const limits = { attemptTimeoutMs: LIMIT_MS / 4, totalTimeoutMs: LIMIT_MS }
    const rootKey = await ground.connected(keyId, limits)
    await subject.setFault({ kind: 'timeout', keyId, at: 'unwrap' })
    const clock = sleep(LIMIT_MS * TIMES_THE_LIMIT).then(() => 'the clock')
    const call = failureOf(rootKey.unwrap(wrap, context)).then(({ outcome }) => outcome)
    expect(await Promise.race([call, clock])).toBe('UNREACHABLE')
  })

  ground.case('a caller’s abort beforehand is theirs, not an answer', [], async () => {
    const { rootKey, wrap, context, share } = await ground.wrapped()
    const reason = new Error('shutting down')
    const signal = AbortSignal.abort(reason)
    await expect(rootKey.unwrap(wrap, context, signal)).rejects.toBe(reason)
    await expect(rootKey.wrap(share, context, signal)).rejects.toBe(reason)
    await expect(rootKey.describe(signal)).rejects.toBe(reason)
  })

  ground.case('and calls nothing', ['keep a log'], async () => {
    const { keyId, rootKey, wrap, context } = await ground.wrapped()
    const before = (await subject.calls(keyId)).length
    await rootKey.unwrap(wrap, context, AbortSignal.abort()).catch(() => null)
    expect(await ground.callsSince(keyId, before)).toEqual([])
  })

  for (const at of ['unwrap', 'wrap', 'describe'] as const) {
    const needs = ['timeout', 'end a call by abort'] as const
    ground.case(`a caller’s abort during a hanging ${at} ends it at once`, [...needs], async () => {
      const { keyId, rootKey, wrap, context } = await ground.wrapped()
      await subject.setFault({ kind: 'timeout', keyId, at })
      const controller = new AbortController()
      const reason = new Error('shutting down')
      const { signal } = controller
      const calls = {
        unwrap: () => rootKey.unwrap(wrap, context, signal),
        wrap: () => rootKey.wrap(randomKey(), context, signal),
        describe: () => rootKey.describe(signal),
      }
      const pending = calls[at]()
      const ended = expect(pending).rejects.toBe(reason)
      await sleep(50)
      controller.abort(reason)
      await ended
    })
  }

  ground.case('after an abort the next call works', ['timeout', 'end a call by abort'], async () => {
    const { keyId, rootKey, wrap, context, share, unwrap } = await ground.wrapped()
    await subject.setFault({ kind: 'timeout', keyId, at: 'unwrap' })
    await expect(rootKey.unwrap(wrap, context, AbortSignal.timeout(50))).rejects.toThrow()
    await subject.clearFaults()
    expect(hex((await unwrap()).share)).toBe(hex(share))
  })
}
