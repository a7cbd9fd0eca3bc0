import type { Permission } from '../access'
import { open, seal } from '../cryptography'
import { bytesOf, type Context, requireUsable } from './context'
import { useRequest } from './schema'

const SEALS = { wrapKey: true, unwrapKey: false, encrypt: true, decrypt: false } as const
export type Use = keyof typeof SEALS & Permission

/** Wraps, unwraps, encrypts or decrypts with the version named, or the newest. */
export function keyUse(operation: Use) {
  return (context: Context, [name = '', id]: string[]): object => {
    const { alg, value } = useRequest.parse(context.body)
    context.require(operation, name)
    const { key, version } = context.version(name, id)
    requireUsable(version, operation, context.world.clock.now())
    const work = SEALS[operation] ? seal : open
    const result = work(key, version, alg, bytesOf(value))
    return { kid: context.kid(key, version), value: result.toString('base64url') }
  }
}
