import { expect } from 'vitest'
import type { ErrorCode } from '@/lib/domain/errors'

/** What a LatchkeyError of this code looks like to `rejects.toThrow` and `toThrow`. */
export function problem(code: ErrorCode, fields?: Record<string, string>) {
  return expect.objectContaining({
    name: 'LatchkeyError',
    code,
    ...(fields ? { fields: expect.objectContaining(fields) } : {}),
  })
}
