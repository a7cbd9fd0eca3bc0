import { setTimeout as sleep } from 'node:timers/promises'
import { type Meddle, passOn, refusing, send } from './fault-proxy'

/** A bit in the middle of base64 bytes flipped. */
export const flip = (base64: unknown) => {
  const bytes = Buffer.from(String(base64), 'base64')
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  return bytes.toString('base64')
}
/** Base64 bytes without their last. */
export const cut = (base64: unknown) =>
  Buffer.from(String(base64), 'base64').subarray(0, -1).toString('base64')
/** An answer that names another key than was asked. */
export const anotherKey = (fields: Record<string, unknown>) => {
  const metadata = fields.KeyMetadata as { Arn: string } | undefined
  const other = (arn: string) => arn.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  if (metadata) return { ...fields, KeyMetadata: { ...metadata, Arn: other(metadata.Arn) } }
  return { ...fields, KeyId: other(String(fields.KeyId)) }
}
/** Begins an answer, then does something else. */
export const afterHeaders =
  (then: (write: (text: string) => void, cutOff: () => void) => void): Meddle =>
  ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': '1000' })
    then(
      (text) => response.write(text),
      () => response.destroy(),
    )
  }

/** An answer that never comes to its end. */
export const drip: Meddle = ({ response }) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
  const drops = setInterval(() => response.write(' '), 200)
  response.on('close', () => clearInterval(drops))
}

/** Done in time, and answered after the caller's patience. */
export const late: Meddle = async (exchange) => {
  const reply = await exchange.forward()
  await sleep(4_500)
  if (!exchange.response.destroyed) send(exchange, reply)
}

/** Denies every other call. */
export function denyAndAllow(): Meddle {
  let turn = 0
  return (exchange) => {
    turn += 1
    return (turn % 2 === 1 ? refusing('AccessDeniedException') : passOn)(exchange)
  }
}
