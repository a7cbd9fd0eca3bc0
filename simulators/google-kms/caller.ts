/** Who calls. */
export interface Caller {
  /** As in a policy: `user:…` or `serviceAccount:…`. */
  member: string
  email: string
  /** Who impersonates it, if somebody does. */
  delegate: string | null
  /** The project whose console it is, which its policies don't bind here; null for everybody else. */
  console: string | null
}
