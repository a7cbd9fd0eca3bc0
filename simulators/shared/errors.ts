/** A refusal with its HTTP status and a stable code: the control API's own, and the base of each cloud's. */
export class CodedError extends Error {
  override name = 'CodedError'
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}
