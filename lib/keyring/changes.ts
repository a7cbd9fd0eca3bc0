/** Counts the changes of a state, so that an answer about it can be kept until the next one. */
export class Changes {
  count = 0
}
