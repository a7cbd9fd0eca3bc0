import { ERROR_KINDS, type LatchkeyError } from './errors'

/** An error as problem details (RFC 9457): `type`, `title` and `code` stand for the kind, `detail` for this one. */
export function toProblem({ code, status, message, fix, fields }: LatchkeyError, requestId: string) {
  const type = `urn:latchkey:problem:${code}`
  const kind = { type, title: ERROR_KINDS[code].message, status, code }
  return { ...kind, detail: message, fix, ...(Object.keys(fields).length > 0 && { fields }), requestId }
}
