import type { OfferedRegions } from '../key-reference'
import type { Cloud } from '../provider'

/** What the steps in each cloud are filled in with. Nothing of it is secret. */
export interface SetupValues {
  organizationId: string
  organizationName: string
  /** the clouds that the organization may have its key in */
  clouds: Cloud[]
  regions: OfferedRegions
  /** our identity in AWS, the external id that is the organization's alone, and its account where that is known */
  aws: { principalArn: string; externalId: string; accountId: string | null }
  /** our application in Azure for this organization, and what goes to Entra with an admin who shall consent */
  azure: { clientId: string; redirectUri: string; state: string } | null
  /** our service account at Google for this organization */
  google: { serviceAccount: string } | null
  /** the pages of the customers' clouds, in the demo only */
  simulatorUrl: string | null
}

/** What the link wizard needs to know before anybody pastes anything. */
export interface WizardView {
  organizationId: string
  organizationName: string
  /** whether the person's role may link a key; auditors look on */
  mayLink: boolean
  /** the key that is linked already; its change is a rotation */
  linkedKeyId: string | null
  /** null: the vendor doesn't offer the organization keys of its own */
  setup: SetupValues | null
}

/** The steps as somebody without an account sees them. */
export interface HandoffView {
  provider: Cloud
  setup: SetupValues
  /** who made the link */
  askedBy: string
  expiresAt: string
  readAt: string
  /** the address of the wizard, which only the organization's admins can open */
  wizardUrl: string
}

/** A link that leads to the steps, for the list that its makers see. */
export interface HandoffRow {
  id: string
  provider: Cloud
  createdBy: string
  createdAt: string
  expiresAt: string
}

/** What came back from Entra with an admin who was sent there to consent. */
export type ConsentOutcome =
  /** it was not asked for here, or too long ago */
  | { kind: 'unknown' }
  | { kind: 'refused'; reason: 'declined' | 'not_allowed' | 'trouble' }
  /** `mayGoOn`: an admin of the organization is here, and asked for it in this session or by a hand-off */
  | { kind: 'consented'; tenantId: string; mayGoOn: boolean }
