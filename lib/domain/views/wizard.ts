/** What the link wizard needs to know before anybody pastes anything. */
export interface WizardView {
  organizationId: string
  organizationName: string
  /** whether the person's role may link a key; auditors look on */
  mayLink: boolean
  /** the key that is linked already; its change is a rotation */
  linkedKeyId: string | null
  /** our identity in AWS, which the key policy names */
  principalArn: string
  /** the regions that keys may be in */
  regions: string[]
  /** the account that the key will be in, where it is known beforehand */
  accountId: string | null
  /** the page of the customer's cloud, in the demo only */
  simulatorUrl: string | null
}
