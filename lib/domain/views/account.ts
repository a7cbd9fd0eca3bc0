/** The signed-in person, as their menu shows them. */
export interface AccountView {
  name: string
  email: string
  /** in words */
  role: string
}
