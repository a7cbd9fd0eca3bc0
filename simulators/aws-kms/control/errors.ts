/** A refusal of the control API itself; what KMS refuses keeps KMS's code. */
export class ControlError extends Error {
  override name = 'ControlError'
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}
