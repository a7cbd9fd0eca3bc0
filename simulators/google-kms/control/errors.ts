/** A refusal of the control API itself; what Google would refuse keeps Google's status. */
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
