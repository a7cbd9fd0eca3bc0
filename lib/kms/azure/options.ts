/** Who we are to one organization's directory. Each organization has an application of ours of its own. */
export interface AzureIdentity {
  /** The customer's directory, where their admin consented to the application. */
  tenantId: string
  clientId: string
}

/** How an identity of ours proves itself: a secret, or assertions signed elsewhere (a federated credential). */
export type AzureProof = { clientSecret: string } | { clientAssertion: () => Promise<string> }

/** How this installation reaches Azure. */
export interface AzureOptions {
  /** Asked once for each identity, and again after the directory refused what it gave. */
  proofOf: (identity: AzureIdentity) => AzureProof | Promise<AzureProof>
  /**
   * For the simulator: every host of Azure is dialled at this port of 127.0.0.1 instead, and believed if `authority`
   * (PEM) signed its certificate. There is no way to name another address.
   */
  loopback?: { port: number; authority: string }
  /** Limit of one request. */
  attemptTimeoutMs?: number
  /** Limit of a whole operation: every attempt, the tokens, the proving unwrap, the look at the key's state. */
  totalTimeoutMs?: number
}
