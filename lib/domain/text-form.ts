import { z } from 'zod'

/** What the last letter of base64url may be when it carries only four, or two, bits that count. */
const LAST_OF_TWO = 'AQgw'
const LAST_OF_THREE = 'AEIMQUYcgkosw048'

/** Whether a text ends as bytes do: no stray letter, and no bits set that belong to no byte. */
function endsWell(text: string): boolean {
  const rest = text.length % 4
  if (rest === 0) return true
  const last = text.charAt(text.length - 1)
  return rest === 2 ? LAST_OF_TWO.includes(last) : rest === 3 && LAST_OF_THREE.includes(last)
}

const lengthOf = (bytes: number) => Math.ceil((bytes * 4) / 3)

/**
 * Bytes in JSON: base64url without padding (RFC 4648, section 5), in its one spelling. Neither `+`, `/` and `=` are
 * taken, nor a spelling that other bytes would share, so that equal bytes are equal text.
 */
export function bytesText(maxBytes: number) {
  return z
    .string()
    .max(lengthOf(maxBytes))
    .regex(/^[A-Za-z0-9_-]*$/, 'not base64url without padding')
    .refine(endsWell, 'not base64url without padding')
    .meta({
      contentEncoding: 'base64url',
      description: `Up to ${maxBytes.toLocaleString('en')} bytes as base64url without padding (RFC 4648, section 5). Each has one spelling: padding, "+", "/" and stray bits at the end are refused.`,
    })
}

/** How many bytes a text of that form stands for. */
export const byteCount = (text: string) => Math.floor((text.length * 3) / 4)
