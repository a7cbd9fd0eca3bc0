import { inspect } from 'node:util'
import { expect } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { KmsError } from '@/lib/kms'
import { failureOf, type Ground } from './ground'
import type { FaultKind } from './subject'

/** Everything that a log or a page could ever take out of an error. */
const allOf = (error: KmsError): string =>
  [inspect(error, { depth: 10, showHidden: true }), error.stack, JSON.stringify(error), String(error)].join()

function forms(share: Uint8Array): string[] {
  const bytes = Buffer.from(share)
  return [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url'), bytes.join(', ')]
}

export function errors(ground: Ground): void {
  const { subject } = ground

  function expectDiscreet(error: KmsError, share: Uint8Array): void {
    const said = allOf(error)
    for (const word of [...subject.unspeakable, ...forms(share)]) expect(said).not.toContain(word)
    expect(error.cause).toBeUndefined()
  }

  function expectShape(error: KmsError): void {
    expect(error.operation).toMatch(/^[A-Za-z]\w{1,60}$/)
    expect(error.errorName).toMatch(/^\w{1,80}$/)
    if (error.requestId !== null) expect(error.requestId).toMatch(/^[\w-]{1,80}$/)
    expect(error.message).toBe(`${error.operation}: ${error.outcome} (${error.errorName})`)
  }

  const kinds: FaultKind[] = ['refuse', 'http500', 'throttle', 'garbage', 'reset', 'wrongLength', 'bitFlip']
  for (const kind of kinds) {
    ground.case(`${kind}: no share, no message of the cloud`, [kind], async () => {
      const { keyId, rootKey } = await ground.wrapped()
      const share = randomKey()
      await subject.setFault({ kind, keyId, at: 'unwrap' })
      const error = await failureOf(rootKey.wrap(share, ground.context()))
      expectDiscreet(error, share)
      expectShape(error)
    })
  }

  ground.case('a wrap that doesn’t open: no share', [], async () => {
    const { share, wrap, unwrap } = await ground.wrapped()
    const error = await failureOf(unwrap({ wrapped: wrap.wrapped.slice(1) }))
    expectDiscreet(error, share)
    expectShape(error)
  })

  ground.case('a refusal has the shape that pages and logs rely on', ['deny'], async () => {
    const { keyId, unwrap, share } = await ground.wrapped()
    await subject.take('deny', keyId)
    const error = await failureOf(unwrap())
    expectShape(error)
    expectDiscreet(error, share)
    expect(error.retryable).toBe(false)
  })

  const needs = ['deny', 'keep a log', 'name its requests'] as const
  ground.case('the owner finds the refused request in their own log', [...needs], async () => {
    const { keyId, unwrap } = await ground.wrapped()
    await subject.take('deny', keyId)
    const { requestId } = await failureOf(unwrap())
    expect(requestId).not.toBeNull()
    const refused = (await subject.calls(keyId)).filter(({ ok }) => !ok)
    expect(refused.map((call) => call.requestId)).toContain(requestId)
  })

  ground.case('and of what was let in no share stands there', ['keep a log'], async () => {
    const { keyId, share, unwrap } = await ground.wrapped()
    await unwrap()
    const log = JSON.stringify(await subject.calls(keyId))
    for (const form of forms(share)) expect(log).not.toContain(form)
  })
}
