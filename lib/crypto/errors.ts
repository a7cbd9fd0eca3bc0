/**
 * The one answer when something sealed does not open: wrong key, wrong context, torn, moved or forged.
 * It carries no cause on purpose, so that nobody can learn from it which of those it was.
 */
export class DoesNotOpenError extends Error {
  readonly code = 'does_not_open'

  constructor() {
    super('does not open')
    this.name = 'DoesNotOpenError'
  }
}

/** A key handle was used after its key was wiped, for instance because the key was denied meanwhile. */
export class KeyWipedError extends Error {
  readonly code = 'key_wiped'

  constructor() {
    super('the key was wiped from memory')
    this.name = 'KeyWipedError'
  }
}
