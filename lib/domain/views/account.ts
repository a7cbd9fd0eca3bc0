/** The signed-in person, as their menu shows them. */
export interface AccountView {
  name: string
  email: string
  /** in words */
  role: string
}

/** A person of the demo, as their card shows them. */
export interface DemoPersonView extends AccountView {
  /** null: one of the vendor's own people */
  organization: string | null
}
